// Through a bridge, a target row is returned once, however many bridge rows link it. Tables that inherit from the target or the
// bridge are ignored: no event reports that a table no longer has children, and a body must depend only on reported changes.
#include "core/query/accessor.hpp"

#include <algorithm>
#include <tuple>

#include "core/model/condition.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

std::string qualified(const Table &table) { return quote_qualified(table.schema, table.name); }

}  // namespace

Accessor accessor_of(const Relationship &relationship, const Facts &facts, const Equality &equality,
                     const ConstantWriter &constant, const std::string &schema) {
    const Relationship &r = relationship;
    const Table &source = facts.at(r.source);
    const Table &target = facts.at(r.target);
    source.numbers_at(r.source_columns);
    target.numbers_at(r.target_columns);
    const std::string row = "($1)";
    const std::string rows = "t";
    const Side from{row, source, r.source_columns};
    const Side to{rows, target, r.target_columns};
    const auto condition_on = [&](const std::string &alias, const Table &holder) {
        return r.condition.empty() ? "" : " AND " + Condition(r.condition).sql(alias, holder, constant);
    };
    std::string body = accessor_start + qualified(target) + " AS t";
    if (r.bridge == 0) {
        body += " WHERE " + equal(to, from, equality, is_temporal(r)) +
                (r.reverse ? condition_on(rows, target) : condition_on(row, source));
    } else {
        const Table &bridge = facts.at(r.bridge);
        bridge.numbers_at(r.bridge_source_columns);
        bridge.numbers_at(r.bridge_target_columns);
        const std::string through = "b";
        const std::string to_target = equal(to, {through, bridge, r.bridge_target_columns}, equality);
        const std::string to_source =
            equal({through, bridge, r.bridge_source_columns}, from, equality) + condition_on(through, bridge);
        if (r.pair_unique) {
            body += " JOIN " + qualified(bridge) + " AS b ON " + to_target + " WHERE " + to_source;
        } else {
            body += " WHERE EXISTS (SELECT FROM " + qualified(bridge) + " AS b WHERE " + to_source + " AND " + to_target + ")";
        }
    }
    // Without a constraint, there may be more than one row.
    if (r.origin == Origin::declared && !to_many(r.kind)) body += " LIMIT 1";
    return {r.source, r.target, schema.empty() ? source.schema : schema, r.name, body, !to_many(r.kind)};
}

std::string signature(const Accessor &accessor, const Facts &facts) {
    return quote_qualified(accessor.schema, accessor.name) + "(" + qualified(facts.at(accessor.source)) + ")";
}

std::string create_accessor(const Accessor &accessor, const Facts &facts, Returns returns) {
    // A parallel-unsafe function prevents parallel plans even if it is inlined.
    return "CREATE FUNCTION " + signature(accessor, facts) + "\n    RETURNS " + (returns == Returns::rows ? "SETOF " : "") +
           qualified(facts.at(accessor.target)) + (returns == Returns::rows && accessor.one_row ? " ROWS 1" : "") + " LANGUAGE sql STABLE PARALLEL RESTRICTED\n    AS " +
           quote_literal(accessor.body) + ";\n";
}

std::string accessors_ddl(const std::vector<Relationship> &relationships, const Facts &facts, const Equality &equality,
                          const ConstantWriter &constant, const std::string &schema,
                          const std::function<bool(const std::string &)> &hides) {
    std::vector<const Relationship *> sorted;
    sorted.reserve(relationships.size());
    for (const Relationship &relationship : relationships) sorted.push_back(&relationship);
    const auto place = [&](const Relationship *r) {
        return std::tie(facts.at(r->source).schema, facts.at(r->source).name, r->name);
    };
    std::sort(sorted.begin(), sorted.end(), [&](const auto *a, const auto *b) { return place(a) < place(b); });
    std::string text;
    for (const Relationship *relationship : sorted) {
        poll();
        const Accessor accessor = accessor_of(*relationship, facts, equality, constant, schema);
        text += hides(accessor.name) ? "-- " + in_comment(shadows_function(signature(accessor, facts), accessor.name)) + "\n"
                                     : create_accessor(accessor, facts);
    }
    return text;
}

std::string shadows_function(const std::string &signature, const std::string &name) {
    return "accessor " + signature + " would hide the function pg_catalog." + quote_identifier(name) + " from calls with a row";
}

}  // namespace relmeta
