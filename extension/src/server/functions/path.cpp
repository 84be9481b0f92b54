// The SQL functions path, join_sql and join_sql_with.
#include <algorithm>

#include "core/model/condition.hpp"
#include "core/query/join.hpp"
#include "core/query/other_ways.hpp"
#include "core/query/path.hpp"
#include "core/query/tree.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/left_out.hpp"
#include "server/catalog/relationship_graph.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"

extern "C" {
#include <utils/regproc.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

/// Reads a table from the user. Throws UserError if it is excluded.
void read_given(Oid table, Depth depth, Facts &facts) {
    if (!read_table(table, depth, facts)) {
        throw takes_no_part(table);
    }
}

/// Reads a table to which a relationship of `source` leads.
void read_reached(Oid table, Oid source, Depth depth, Facts &facts) {
    if (facts.table(table) == nullptr && !read_table(table, depth, facts)) {
        throw Stale(table_text(source));
    }
}

/// Reads the tables of a relationship, and the foreign keys of the source if one guarantees a match. Names and foreign keys
/// suffice to describe the relationship; a join also needs `columns`.
void read_step(const Relationship &relationship, bool columns, Facts &facts) {
    const Relationship &r = relationship;
    const Depth depth = columns ? Depth::columns : Depth::names;
    const Table *source = facts.table(r.source);
    if (r.required && (source == nullptr || source->foreign_keys.empty())) {
        if (!read_table(r.source, columns ? Depth::all : Depth::foreign_keys, facts)) {
            throw Stale(table_text(r.source));
        }
    }
    read_reached(r.source, r.source, depth, facts);
    read_reached(r.target, r.source, depth, facts);
    if (r.bridge != 0) {
        read_reached(r.bridge, r.source, depth, facts);
    }
}

std::vector<Relationship> relationships_of(const std::vector<Step> &steps, const RelationshipGraph &known) {
    std::vector<Relationship> relationships;
    relationships.reserve(steps.size());
    for (const Step &step : steps) {
        relationships.push_back(known.relationship(step.row));
    }
    return relationships;
}

/// The table as text of type regclass.
std::string session_name(Oid table) {
    return pg::call([&] { return DatumGetCString(DirectFunctionCall1(regclassout, ObjectIdGetDatum(table))); });
}

/// The tables that paths between these tables must avoid: excluded tables, unless these include one.
std::vector<TableId> not_passed(const std::vector<TableId> &asked) {
    std::vector<TableId> tables = left_out_tables();
    const bool among = std::any_of(asked.begin(), asked.end(),
                                   [&](TableId table) { return std::binary_search(tables.begin(), tables.end(), table); });
    return among ? std::vector<TableId>() : tables;
}

/// A path with its relationships.
struct FoundPath {
    Path path;
    std::vector<Relationship> relationships;
};

void add_steps(const FoundPath &found, int number, const Facts &facts, ResultSet &result) {
    for (std::size_t i = 0; i < found.relationships.size(); ++i) {
        const Relationship &r = found.relationships[i];
        const std::string bridge = r.bridge == 0 ? "" : session_name(r.bridge);
        const Datum values[] = {Int32GetDatum(number),
                                Int32GetDatum(static_cast<int>(i + 1)),
                                ObjectIdGetDatum(r.source),
                                to_name(r.name),
                                ObjectIdGetDatum(r.target),
                                to_text(to_string(r.kind)),
                                ObjectIdGetDatum(r.bridge),
                                to_text(condition(r, session_name(r.source), bridge, session_name(r.target))),
                                BoolGetDatum(!always_finds_a_row(r, facts)),
                                BoolGetDatum(can_multiply(r, facts)),
                                Float4GetDatum(static_cast<float>(in_hops(found.path.cost))),
                                BoolGetDatum(found.path.ambiguous)};
        bool nulls[12] = {};
        nulls[6] = r.bridge == 0;
        result.add(values, nulls);
    }
}

}  // namespace

/// condition(condition, alias) RETURNS text: the condition of a declared relationship on the row of `alias`.
RELMETA_FUNCTION(relmeta_condition) {
    return to_text(Condition(text_argument(fcinfo, 0, "condition")).sql(text_argument(fcinfo, 1, "alias")));
}

RELMETA_FUNCTION(relmeta_path) {
    PathQuery query;
    query.source = table_argument(fcinfo, 0, "source");
    query.target = table_argument(fcinfo, 1, "target");
    query.via = tables_argument(fcinfo, 2, "via");
    query.avoid = tables_argument(fcinfo, 3, "avoid");
    query.max_paths = integer_argument(fcinfo, 4, "max_paths");
    query.max_hops = integer_argument(fcinfo, 5, "max_hops");
    Facts facts;
    read_given(query.source, Depth::names, facts);
    read_given(query.target, Depth::names, facts);
    for (Oid table : query.via) {
        read_given(table, Depth::names, facts);
    }
    std::vector<TableId> asked = query.via;
    asked.insert(asked.end(), {query.source, query.target});
    const std::vector<TableId> others = not_passed(asked);
    query.avoid.insert(query.avoid.end(), others.begin(), others.end());
    const std::vector<FoundPath> paths = search_graph([&](const RelationshipGraph &known) {
        std::vector<FoundPath> found;
        for (Path &path : find_paths(known.graph(), query)) {
            std::vector<Relationship> relationships = relationships_of(path.steps, known);
            found.push_back({std::move(path), std::move(relationships)});
        }
        return found;
    });
    for (const FoundPath &path : paths) {
        for (const Relationship &relationship : path.relationships) {
            read_step(relationship, false, facts);
        }
    }
    ResultSet result(fcinfo);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        add_steps(paths[i], static_cast<int>(i + 1), facts, result);
    }
    return result.done();
}

namespace {

/// Reads the primary keys of the tables, which aggregates are sorted by, and the column privileges of the role.
void read_for_aggregates(Facts &facts) {
    std::vector<TableId> known;
    for (const auto &[id, table] : facts.tables) {
        known.push_back(id);
    }
    for (TableId id : known) {
        if (!read_table(id, Depth::all, facts)) {
            throw Stale(table_text(id));
        }
        read_privileges(facts.tables.at(id));
    }
}

std::string join_text(const std::vector<TableId> &tables, FanOut fan_out) {
    if (tables.empty()) {
        throw UserError(sqlstate::invalid_parameter_value, "at least one table is required",
                        "List one or more tables. All rows of the first one are kept.");
    }
    require_joinable(tables.size());
    Facts facts;
    for (TableId table : tables) {
        read_given(table, Depth::columns, facts);
    }
    const std::vector<TableId> avoid = not_passed(tables);
    bool exact = true;
    std::vector<JoinWay> other_ways;
    const std::vector<JoinStep> steps = search_graph([&](const RelationshipGraph &known) {
        const Tree tree = find_tree(known.graph(), tables, facts, avoid);
        exact = tree.exact;
        std::vector<JoinStep> found;
        for (const TreeStep &step : tree.steps) {
            found.push_back({known.relationship(step.step.row), {}});
            for (std::uint32_t row : step.alternatives) {
                found.back().alternatives.push_back(known.relationship(row).name);
            }
        }
        other_ways.clear();
        for (const OtherWay &way : find_other_ways(known.graph(), tree, tables, avoid)) {
            other_ways.push_back({relationships_of(way.part, known), relationships_of(way.instead, known)});
        }
        return found;
    });
    for (const JoinStep &step : steps) {
        read_step(step.relationship, true, facts);
    }
    for (const JoinWay &way : other_ways) {
        for (const Relationship &relationship : way.instead) {
            read_step(relationship, true, facts);
        }
    }
    if (fan_out == FanOut::aggregate) {
        read_for_aggregates(facts);
    }
    return join_sql(tables, steps, exact, facts, other_ways, fan_out);
}

}  // namespace

RELMETA_FUNCTION(relmeta_join_sql) {
    return to_text(join_text(tables_argument(fcinfo, 0, "tables"), FanOut::comment));
}

RELMETA_FUNCTION(relmeta_join_sql_with) {
    const FanOut fan_out = fan_out_from(text_argument(fcinfo, 1, "fan_out"));
    return to_text(join_text(tables_argument(fcinfo, 0, "tables"), fan_out));
}
