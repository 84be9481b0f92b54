#include "core/consumers/consumers.hpp"

#include <algorithm>
#include <tuple>

#include "core/consumers/reader.hpp"
#include "core/lint/linter.hpp"
#include "core/naming/candidates.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

const char *to_string(Misreading misreading) {
    switch (misreading) {
        case Misreading::missing: return "missing";
        case Misreading::invented: return "invented";
        case Misreading::wrong_kind: return "wrong kind";
        case Misreading::collides: return "collides";
        case Misreading::ambiguous: return "ambiguous";
        case Misreading::renamed: return "renamed";
    }
    return "";
}

namespace {

/// Quotes a name without truncating it, because names made by consumers can be longer than PostgreSQL's.
std::string whole(const std::string &name) { return '"' + name + '"'; }

class Judge {
public:
    explicit Judge(const Reader &reader) : reader_(reader) {}

    std::vector<Verdict> run() {
        for (const Table *table : reader_.choice().tables()) {
            for (const Fault &fault : reader_.broken_type(*table)) {
                add(table->id, "", Misreading::missing, fault);
            }
            judge(*table);
        }
        for (const Table *table : reader_.choice().tables()) {
            find_invented(*table);
        }
        return std::move(verdicts_);
    }

private:
    void add(TableId source, const std::string &relationship, Misreading misreading, const Fault &fault) {
        verdicts_.push_back({reader_.consumer(), source, relationship, misreading, fault.reason, fault.fix});
    }

    void judge(const Table &source) {
        std::vector<const Relationship *> shown;
        std::map<std::string, int> names;
        for (const Column &column : source.columns) {
            ++names[reader_.name_of(column, source)];
        }
        const std::map<std::string, int> columns = names;
        for (const Relationship *relationship : reader_.choice().relationships_of(source)) {
            poll();
            if (const Fault fault = reader_.missing(*relationship)) {
                add(source.id, relationship->name, Misreading::missing, fault);
                continue;
            }
            if (reader_.shows_many(*relationship) != to_many(relationship->kind)) {
                add(source.id, relationship->name, Misreading::wrong_kind, reader_.wrong_kind(*relationship));
            }
            shown.push_back(relationship);
            ++names[reader_.name(*relationship)];
        }
        for (const Relationship *relationship : shown) {
            judge_name(source, *relationship, names, columns);
        }
    }

    void judge_name(const Table &source, const Relationship &relationship, const std::map<std::string, int> &names,
                    const std::map<std::string, int> &columns) {
        if (reader_.columns_win() && source.column(relationship.name) != nullptr) {
            add(source.id, relationship.name, Misreading::collides,
                {"a column is also named " + in_quotes(relationship.name), rename_in_catalog(source, relationship)});
            return;
        }
        const std::string name = reader_.name(relationship);
        const std::string wanted = reader_.wanted(relationship);
        const std::string fix = reader_.rename(relationship);
        const std::string why = fix.empty() ? reader_.cannot_rename() : "";
        if (relationship.bridge == 0 && !relationship.reverse && name == reader_.name_of_mutation(source)) {
            add(source.id, relationship.name, Misreading::collides,
                {"a field of mutations is also named " + whole(name) + why, fix});
        } else if (names.at(name) > 1 ||
                   (reader_.takes_hints() && relationship.source == relationship.target && name != wanted)) {
            add(source.id, relationship.name, reader_.takes_hints() ? Misreading::ambiguous : Misreading::collides,
                {(columns.count(name) != 0 ? "a column is also named " : "another link is also named ") + whole(name) + why,
                 fix});
        } else if (name != wanted) {
            add(source.id, relationship.name, Misreading::renamed, {"its name is " + whole(name) + why, fix});
        }
    }

    /// Renames it to the first of its other possible names that is free on the source.
    std::string rename_in_catalog(const Table &source, const Relationship &relationship) const {
        std::set<std::string> taken;
        for (const Relationship *other : reader_.choice().relationships_of(source)) {
            taken.insert(other->name);
        }
        const Candidates names = candidates(relationship, reader_.choice().facts());
        std::size_t place = 0;
        while (source.column(names.at(place)) != nullptr || taken.count(names.at(place)) != 0) {
            poll();
            ++place;
        }
        return "SELECT relmeta.rename_relationship(" + regclass(source) + ", " + quote_literal(relationship.name) + ", " +
               quote_literal(names.at(place)) + ");";
    }

    void find_invented(const Table &table) {
        const std::vector<const ForeignKey *> keys = distinct_foreign_keys(table);
        for (const ForeignKey *near : keys) {
            for (const ForeignKey *far : keys) {
                poll();
                if (near != far && reader_.choice().chosen(near->target) && reader_.choice().chosen(far->target) &&
                    reader_.links(table, *near, *far) && !is_link(table, *near, *far)) {
                    add(near->target, "", Misreading::invented,
                        {"a link to " + quote_identifier(reader_.choice().table(far->target).name) + " through " +
                             on_columns(table, near->columns) + " and " + listed(table, far->columns) + ", which is not a bridge",
                         reader_.turn_off(table, *near, *far)});
                }
            }
        }
    }

    bool is_link(const Table &table, const ForeignKey &near, const ForeignKey &far) {
        if (links_.empty()) {
            for (const Relationship *relationship : reader_.choice().relationships()) {
                if (relationship->bridge != 0) {
                    links_.emplace(relationship->bridge, relationship->constraint, relationship->far_constraint);
                }
            }
        }
        return links_.count({table.id, near.name, far.name}) != 0;
    }

    const Reader &reader_;
    std::vector<Verdict> verdicts_;
    std::set<std::tuple<TableId, std::string, std::string>> links_;
};

using MakeReader = std::unique_ptr<Reader> (*)(const Choice &, const Surroundings &);
constexpr MakeReader readers[] = {postgrest_reader,     hasura_reader, pg_graphql_reader, postgraphile_reader,
                                  postgraphile4_reader, prisma_reader, sqlalchemy_reader, django_reader};

void check_target(const std::string &target) {
    const auto &list = consumer_list();
    if (std::none_of(list.begin(), list.end(), [&](const ConsumerInfo &info) { return info.name == target; })) {
        throw UserError(sqlstate::invalid_parameter_value, "unknown consumer " + in_quotes(target),
                        "Use one of " + join(list, ", ", [](const ConsumerInfo &info) { return std::string(info.name); }) + ".");
    }
}

}  // namespace

std::vector<Verdict> consumers(const ExportInput &input, const Surroundings &surroundings,
                               const std::optional<std::string> &target) {
    if (target) {
        check_target(*target);
    }
    const Choice choice(input);
    std::vector<Verdict> verdicts;
    for (std::size_t i = 0; i < consumer_list().size(); ++i) {
        if (!target || consumer_list()[i].name == *target) {
            const std::unique_ptr<Reader> reader = readers[i](choice, surroundings);
            const std::vector<Verdict> found = Judge(*reader).run();
            verdicts.insert(verdicts.end(), found.begin(), found.end());
        }
    }
    return verdicts;
}

}  // namespace relmeta
