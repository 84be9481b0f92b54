#include "core/consumers/reader.hpp"

#include <algorithm>

#include "core/lint/linter.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

Reader::Reader(Consumer consumer, const Choice &choice, const Surroundings &surroundings, const Spelling &spelling)
    : consumer_(consumer),
      choice_(choice),
      functions_(surroundings.functions),
      equality_(surroundings.equality),
      constant_(surroundings.constant),
      names_(choice, spelling) {}

bool Reader::shows_many(const Relationship &relationship) const {
    return relationship.bridge != 0 || (relationship.reverse && !unique(holder(relationship), key(relationship)));
}

Fault Reader::wrong_kind(const Relationship &relationship) const {
    if (relationship.bridge != 0) {
        return {title() + " shows every link through a bridge as a list", ""};
    }
    const Table &table = holder(relationship);
    const ForeignKey &link = key(relationship);
    if (is_temporal(relationship)) {
        return {title() + " compares the periods of " + quote_identifier(link.name) + " for equality", ""};
    }
    if (to_many(relationship.kind)) {
        return {title() + " considers " + on_columns(table, link.columns) + " unique", ""};
    }
    return {title() + " does not see that " + on_columns(table, link.columns) + " is unique", add_unique(table, link.columns)};
}

bool Reader::has_function(const Relationship &relationship) const {
    return std::any_of(functions_.begin(), functions_.end(), [&](const ComputedRelationship &function) {
        return function.source == relationship.source && function.target == relationship.target &&
               function.name == names_.of(relationship);
    });
}

bool Reader::has_function(const Relationship &relationship, const std::string &name) const {
    return std::any_of(functions_.begin(), functions_.end(), [&](const ComputedRelationship &function) {
        return function.source == relationship.source && function.target == relationship.target && function.name == name &&
               function.schema == table(relationship.source).schema;
    });
}

std::string Reader::function(const Relationship &relationship, const std::string &name, Returns returns) const {
    try {
        Accessor accessor = accessor_of(relationship, choice_.facts(), equality_, constant_, "");
        accessor.name = name;
        std::string text = create_accessor(accessor, choice_.facts(), returns);
        text.erase(text.find_last_not_of('\n') + 1);
        return text;
    } catch (const UserError &) {  // a column in the condition has a type without equality
        return {};
    }
}

std::string Reader::comment(const Table &table, const std::string &constraint) const {
    const std::string *text = choice_.comment(table.id, constraint);
    return text == nullptr ? "" : *text;
}

std::string Reader::comment_on(const Table &table, const std::string &constraint, const std::string &text) const {
    std::string object = "TABLE ";
    if (!constraint.empty()) {
        object = "CONSTRAINT " + quote_identifier(constraint) + " ON ";
    } else if (table.kind == 'v') {
        object = "VIEW ";
    } else if (table.kind == 'm') {
        object = "MATERIALIZED VIEW ";
    } else if (table.kind == 'f') {
        object = "FOREIGN TABLE ";
    }
    return "COMMENT ON " + object + qualified(table) + " IS " + quote_literal(text) + ";";
}

bool same_columns(const ColumnNumbers &a, const ColumnNumbers &b) { return a.size() == b.size() && subset(a, b); }

std::string on_columns(const Table &table, const ColumnNumbers &columns) {
    return quote_identifier(table.name) + ' ' + listed(table, columns);
}

std::string add_primary_key(const Table &table) {
    const Index *index = candidate_key(table);
    if (index == nullptr || (table.kind != 'r' && table.kind != 'p')) {
        return {};
    }
    const bool usable = !index->constraint && index->can_be_primary && table.kind == 'r';
    return alter(table,
                 "ADD PRIMARY KEY " + (usable ? "USING INDEX " + quote_identifier(index->name) : listed(table, index->columns)));
}

std::string add_unique(const Table &table, const ColumnNumbers &columns) {
    const auto whole = std::find_if(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
        return index.unique && index.valid && !index.partial && !index.constraint && !index.covering && index.can_be_primary &&
               same_columns(index.columns, columns);
    });
    return alter(table, whole != table.indexes.end() && table.kind == 'r'
                            ? "ADD UNIQUE USING INDEX " + quote_identifier(whole->name)
                            : "ADD UNIQUE " + listed(table, columns));
}

}  // namespace relmeta
