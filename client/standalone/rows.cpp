// Link rows through a bridge, with the extension's statements.
#include "../text.hpp"
#include "answers.hpp"
#include "core/query/link.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

using Key = std::vector<std::string>;

/// The statement's parts that link two rows, with their values.
struct Linking {
    const Table &source;
    const Table &target;
    Key source_key, target_key;
    std::string sql;
    std::vector<TypeId> types;  ///< types of the values, those of the source first
};

/// The elements of a key given as an array; otherwise the key itself.
Key key_argument(const Question &question, const std::string &name) {
    const std::string text = *question.values.text(name);
    if (!question.values.is_array(name)) return {require_key(text)};
    const Result elements = question.connection.run(
        {"SELECT e FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS u (e, place) ORDER BY place", {text}});
    Key key;
    for (int row = 0; row < elements.rows(); ++row) {
        if (elements.is_null(row, 0)) {
            throw UserError(sqlstate::null_value_not_allowed, name + " must be a one-dimensional array without nulls",
                            "Write it as in '{first,second}'.");
        }
        key.push_back(require_key(elements.value(row, 0)));
    }
    return key;
}

using Statement = std::string (*)(const Relationship &, const LinkTables &, const Equality &);

Linking linking(const Question &question, Statement statement) {
    const Facts &facts = question.catalog.facts;
    const Relationship &relationship =
        relationship_named(question, question.values.table("source"), *question.values.text("relationship"));
    const Table &holder = facts.at(relationship.holder);
    require_bridge(relationship, quote_qualified(holder.schema, holder.name));
    const LinkTables tables{facts.at(relationship.source), facts.at(relationship.target), facts.at(relationship.bridge),
                            constants(question)};
    Linking result{
        tables.source, tables.target, key_argument(question, "source_key"), key_argument(question, "target_key"), {}, {}};
    for (const ColumnNumber column : row_key_of(tables.source, relationship.source_columns, result.source_key.size())) {
        result.types.push_back(tables.source.at(column).type);
    }
    for (const ColumnNumber column : row_key_of(tables.target, relationship.target_columns, result.target_key.size())) {
        result.types.push_back(tables.target.at(column).type);
    }
    result.sql = statement(relationship, tables,
                           [&](const Operand &left, const Operand &right) { return question.catalog.types.equal(left, right); });
    return result;
}

Key values_of(const Linking &linking) {
    Key values = linking.source_key;
    values.insert(values.end(), linking.target_key.begin(), linking.target_key.end());
    return values;
}

Result change(const Question &question, const char *function, Statement statement) {
    require_writable(question, function);
    const Linking link = linking(question, statement);
    // Change rows in their current state, not as in the snapshot of the catalog.
    question.transaction.commit();
    client::Statement typed{link.sql, {}};
    for (const std::string &value : values_of(link)) typed.values.emplace_back(value);
    typed.types.assign(link.types.begin(), link.types.end());
    const Result found = question.connection.run(typed);
    if (found.value(0, 0) != "t") throw no_row(link.source, link.source_key);
    if (found.value(0, 1) != "t") throw no_row(link.target, link.target_key);
    return single_value(function, Sql::boolean, found.value(0, 2));
}

/// The statement with its values, for psql.
Result rehearse(const Question &question, const char *function, Statement statement) {
    const Linking link = linking(question, statement);
    std::vector<std::string> types;
    for (const TypeId type : link.types) {
        types.push_back(question.connection.run({"SELECT pg_catalog.format_type($1::pg_catalog.oid, -1)", {std::to_string(type)}})
                            .value(0, 0));
    }
    return single_value(function, Sql::text,
                        "PREPARE relmeta (" + join(types, ", ") + ") AS\n" + link.sql + ";\nEXECUTE relmeta (" +
                            join(values_of(link), ", ", quote_literal) + ");");
}

}  // namespace

Result link_rows(const Question &question) { return change(question, "link", link_sql); }
Result unlink_rows(const Question &question) { return change(question, "unlink", unlink_sql); }
Result write_link(const Question &question) { return rehearse(question, "link", link_sql); }
Result write_unlink(const Question &question) { return rehearse(question, "unlink", unlink_sql); }

}  // namespace relmeta::client
