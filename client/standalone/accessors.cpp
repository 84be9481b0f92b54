// Accessors without the extension, which alone would keep them up to date.
#include <algorithm>
#include <set>

#include "answers.hpp"
#include "core/query/accessor.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

/// Names of functions in pg_catalog that take any row. The numbers are those of "any", anyelement, anynonarray, anycompatible,
/// anycompatiblenonarray and record.
std::set<std::string> functions_of_rows(Connection &connection) {
    const Result found = connection.run(
        {"SELECT DISTINCT p.proname FROM pg_catalog.pg_proc AS p WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace "
         "AND p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1 AND p.proargtypes[0] = ANY "
         "('{2276,2283,2776,5077,5079,2249}'::pg_catalog.oid[])",
         {}});
    std::set<std::string> names;
    for (int row = 0; row < found.rows(); ++row) names.insert(found.value(row, 0));
    return names;
}

std::string schema_of(const Question &question) {
    std::string schema = question.values.text("schema", "");
    if (question.values.has("schema")) {
        const Result found = question.connection.run(
            {"SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.name", {schema}});
        if (found.rows() == 0) throw UserError("3F000", "schema " + in_quotes(schema) + " does not exist");
    }
    return schema;
}

/// The relationships of the given tables, or of all tables that are not excluded.
std::vector<Relationship> relationships_of(const Question &question) {
    const std::optional<std::vector<TableId>> tables = chosen_tables(question, "tables");
    const Facts &facts = question.catalog.facts;
    std::vector<Relationship> chosen;
    for (const Relationship &relationship : question.catalog.relationships) {
        const bool wanted = tables ? std::find(tables->begin(), tables->end(), relationship.source) != tables->end()
                                   : !facts.at(relationship.source).left_out;
        if (wanted) chosen.push_back(relationship);
    }
    return chosen;
}

Equality equality_of(const Question &question) {
    return [&](const Operand &left, const Operand &right) { return question.catalog.types.equal(left, right); };
}

}  // namespace

Result write_accessors(const Question &question) {
    const std::string schema = schema_of(question);
    const std::vector<Relationship> relationships = relationships_of(question);
    const std::set<std::string> hidden = functions_of_rows(question.connection);
    return single_value("accessors_ddl", Sql::text,
                        accessors_ddl(relationships, question.catalog.facts, equality_of(question), constants(question), schema,
                                      [&](const std::string &name) { return hidden.count(name) > 0; }));
}

Result add_accessors(const Question &question) {
    require_writable(question, "add_accessors");
    const std::string schema = schema_of(question);
    const Facts &facts = question.catalog.facts;
    const std::set<std::string> hidden = functions_of_rows(question.connection);
    std::vector<std::string> added;
    for (const Relationship &relationship : relationships_of(question)) {
        const Accessor accessor = accessor_of(relationship, facts, equality_of(question), constants(question), schema);
        const std::string text = signature(accessor, facts);
        if (hidden.count(accessor.name) > 0) {
            question.connection.notice(shadows_function(text, accessor.name));
            continue;
        }
        const Result there = question.connection.run(
            {"SELECT p.prosrc FROM pg_catalog.pg_proc AS p WHERE p.oid = pg_catalog.to_regprocedure($1)", {text}});
        if (there.rows() == 0) {
            question.connection.run({create_accessor(accessor, facts), {}});
        } else if (there.value(0, 0) != accessor.body) {
            question.connection.notice("function " + text + " already exists and is left unchanged");
            continue;
        }
        added.push_back(text);
    }
    question.transaction.set_path(question.catalog.session.search_path);
    for (std::string &function : added) {
        function = question.connection.run({"SELECT $1::pg_catalog.regprocedure", {function}}).value(0, 0);
    }
    question.transaction.empty_path();
    std::sort(added.begin(), added.end());
    return lines_of("line", added);
}

}  // namespace relmeta::client
