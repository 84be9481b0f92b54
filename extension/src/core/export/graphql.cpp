// Names that are valid in GraphQL are assigned first, so that no corrected name takes them.
#include "core/export/graphql.hpp"

#include <cctype>
#include <unordered_set>

namespace relmeta {

std::string graphql_name(const std::string &text) {
    std::string name;
    for (const char c : text) {
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ? c : '_';
    }
    return name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ? '_' + name : name;
}

FieldNames::FieldNames(const Choice &choice) {
    for (const Table *table : choice.tables()) {
        std::unordered_set<std::string> taken;
        for (const Column &column : table->columns) {
            taken.insert(graphql_name(column.name));
        }
        const std::vector<const Relationship *> relationships = choice.relationships_of(*table);
        for (const bool own : {true, false}) {
            for (const Relationship *relationship : relationships) {
                poll();
                const std::string name = graphql_name(relationship->name);
                if ((name == relationship->name && taken.count(name) == 0) != own || names_.count(relationship) != 0) {
                    continue;
                }
                std::string free = name;
                for (int number = 2; !taken.insert(free).second; ++number) {
                    poll();
                    free = name + '_' + std::to_string(number);
                }
                names_.emplace(relationship, std::move(free));
            }
        }
    }
}

}  // namespace relmeta
