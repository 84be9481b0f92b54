#include "core/consumers/reader.hpp"

#include <algorithm>

#include "core/lint/linter.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

Reader::Reader(Consumer consumer, const Choice &choice, const RowFunctions &functions, const Spelling &spelling)
    : consumer_(consumer), choice_(choice), functions_(functions.begin(), functions.end()), names_(choice, spelling) {}

bool Reader::shows_many(const Relationship &relationship) const {
    return relationship.bridge != 0 || (relationship.reverse && !unique(holder(relationship), key(relationship)));
}

Fault Reader::wrong_kind(const Relationship &relationship) const {
    if (relationship.bridge != 0) {
        return {title() + " has a list of every link through a bridge", ""};
    }
    const Table &table = holder(relationship);
    const ForeignKey &link = key(relationship);
    if (is_temporal(relationship)) {
        return {title() + " compares the periods of " + quote_identifier(link.name) + " for equality", ""};
    }
    if (to_many(relationship.kind)) {
        return {title() + " takes " + on_columns(table, link.columns) + " for unique", ""};
    }
    return {title() + " does not see that " + on_columns(table, link.columns) + " is unique", add_unique(table, link.columns)};
}

std::string Reader::function(const Relationship &relationship) const {
    const Table &source = table(relationship.source);
    const Table &target = table(relationship.target);
    const auto pairs = [](const char *left, const ColumnNames &a, const char *right, const ColumnNames &b) {
        std::vector<std::string> conditions;
        for (std::size_t i = 0; i < a.size(); ++i) {
            conditions.push_back(left + quote_identifier(a[i]) + " = " + right + quote_identifier(b[i]));
        }
        return join(conditions, " AND ");
    };
    std::string condition;
    if (relationship.bridge == 0) {
        condition = pairs("t.", relationship.target_columns, "($1).", relationship.source_columns);
    } else {
        condition = "EXISTS (SELECT FROM " + qualified(table(relationship.bridge)) + " AS b WHERE " +
                    pairs("t.", relationship.target_columns, "b.", relationship.bridge_target_columns) + " AND " +
                    pairs("b.", relationship.bridge_source_columns, "($1).", relationship.source_columns) + ")";
    }
    return "CREATE FUNCTION " + quote_qualified(source.schema, names_.of(relationship)) + "(" + qualified(source) +
           ") RETURNS SETOF " + qualified(target) + (to_many(relationship.kind) ? "" : " ROWS 1") + " STABLE LANGUAGE sql AS " +
           quote_literal("SELECT t.* FROM " + qualified(target) + " AS t WHERE " + condition) + ";";
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
        return index.unique && index.valid && !index.partial && !index.constraint && index.can_be_primary &&
               same_columns(index.columns, columns);
    });
    return alter(table, whole != table.indexes.end() && table.kind == 'r'
                            ? "ADD UNIQUE USING INDEX " + quote_identifier(whole->name)
                            : "ADD UNIQUE " + listed(table, columns));
}

}  // namespace relmeta
