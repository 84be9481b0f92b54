// Rows that reference nothing, found with the extension's queries.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <tuple>

#include "binary_row.hpp"
#include "core/query/orphans.hpp"
#include "core/text/quote.hpp"
#include "suggest.hpp"

namespace relmeta::client {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int rows_at_once = 10000;

struct Found {
    std::int64_t orphans = 0;
    std::vector<std::string> examples;
    bool complete = false;
    std::string note;
    bool known = true;
};

class Finder {
public:
    explicit Finder(const Question &question) : question_(question), connection_(question.connection), facts_(question.catalog.facts) {
        most_ = std::strtoll(question.values.text("most", "0").c_str(), nullptr, 10);
        if (question.values.has("most")) require_most(most_);
        end_ = Clock::now() + budget_of(question.values);
        find_references();
    }

    Result answer();

private:
    void find_references();
    void add(const Relationship &relationship) {
        for (Reference &reference : references_of(relationship, facts_)) references_.push_back(std::move(reference));
    }
    void read_session();
    OrphanQuery query(const Reference &reference) const {
        return orphan_query(reference, facts_, [&](const Operand &a, const Operand &b) { return question_.catalog.types.equal(a, b); },
                            [&](CollationId collation) { return collations_.at(collation); }, constants(question_));
    }
    Found find(const Reference &reference);
    void run(const std::string &query, Found &found);
    std::int64_t time_left() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now()).count();
    }

    const Question &question_;
    Connection &connection_;
    const Facts &facts_;
    std::int64_t most_ = 0;
    Clock::time_point end_;
    std::vector<Reference> references_;
    bool one_ = false;  ///< the caller names a relationship or columns, so errors are raised
    std::set<TableId> filtered_;  ///< tables with policies that apply to the role
    std::map<CollationId, std::string> collations_;
    std::int64_t statement_timeout_ = 0;
};

bool is_own(const Relationship &relationship) {
    return !relationship.reverse && relationship.bridge == 0 && relationship.holder == relationship.source;
}

void Finder::find_references() {
    const Values &values = question_.values;
    const bool by_columns = values.has("source_columns") || values.has("target");
    require_one_way(values.has("source"), values.has("relationship"), by_columns);
    one_ = by_columns || values.has("relationship");
    if (values.has("relationship")) {
        add(relationship_named(question_, values.table("source"), *values.text("relationship")));
    } else if (by_columns) {
        const Table &source = table_that_takes_part(question_, values.table("source"));
        const TableId target = values.has("target") ? table_that_takes_part(question_, values.table("target")).id : 0;
        const Ground ground(question_);
        SuggestInput input = ground.input();
        input.values = values_at(question_, ground, Level::statistics);
        const LinkColumns link = link_for(input, source, values.texts("source_columns"), target);
        Reference reference;
        reference.source = source.id;
        reference.columns = source.names(link.columns);
        reference.target = link.target;
        reference.target_columns = facts_.at(link.target).names(link.target_columns);
        reference.is_key = source.kind == 'r' && link.condition.empty();
        reference.condition = link.condition;
        references_.push_back(std::move(reference));
    } else {
        const TableId only = values.has("source") ? table_that_takes_part(question_, values.table("source")).id : 0;
        for (const Relationship &relationship : question_.catalog.relationships) {
            const bool wanted = only != 0 ? relationship.source == only : !facts_.at(relationship.source).left_out;
            if (wanted && is_own(relationship)) add(relationship);
        }
        std::stable_sort(references_.begin(), references_.end(), [&](const Reference &a, const Reference &b) {
            const Table &left = facts_.at(a.source);
            const Table &right = facts_.at(b.source);
            return std::tie(left.schema, left.name, a.relationship) < std::tie(right.schema, right.name, b.relationship);
        });
    }
}

/// Reads the settings that the queries depend on: privileges, policies, collations and the user's timeout.
void Finder::read_session() {
    std::set<TableId> tables;
    for (const Reference &reference : references_) tables.insert({reference.source, reference.target});
    read_privileges(question_, {tables.begin(), tables.end()});
    const std::string oids = "{" + join(tables, ",", [](TableId id) { return std::to_string(id); }) + "}";
    const Result filtered = connection_.run_binary(
        {"SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.oid = ANY ($1::pg_catalog.oid[]) AND pg_catalog.row_security_active(c.oid)",
         {oids}});
    for_each_row(filtered, [&](BinaryRow row) { filtered_.insert(row.oid()); });
    collations_ = read_collations(connection_);
    const Result timeout =
        connection_.run({"SELECT setting FROM pg_catalog.pg_settings WHERE name = 'statement_timeout'", {}});
    statement_timeout_ = std::strtoll(timeout.value(0, 0).c_str(), nullptr, 10);
    // Functions called by the query, such as those of a view, must find names through the user's search_path.
    question_.transaction.set_path(question_.catalog.session.search_path);
}

/// Runs the query. Rows found before the timeout count.
void Finder::run(const std::string &query, Found &found) {
    connection_.run({"SAVEPOINT relmeta", {}});
    try {
        for (bool first = true, more = true; more; first = false) {
            const std::int64_t left = std::max<std::int64_t>(1, time_left());
            const std::int64_t limit = statement_timeout_ > 0 ? std::min(left, statement_timeout_) : left;
            connection_.run({"SELECT pg_catalog.set_config('statement_timeout', $1, true)", {std::to_string(limit)}});
            if (first) connection_.run({"DECLARE relmeta NO SCROLL CURSOR FOR " + query, {}});
            const Result rows = connection_.run({"FETCH " + std::to_string(rows_at_once) + " FROM relmeta", {}});
            for (int row = 0; row < rows.rows() && found.examples.size() < most_examples; ++row) {
                found.examples.push_back(rows.value(row, 0));
            }
            found.orphans += rows.rows();
            more = rows.rows() == rows_at_once;
        }
        found.complete = true;
        connection_.run({"CLOSE relmeta", {}});
        connection_.run({"RELEASE SAVEPOINT relmeta", {}});
    } catch (const ServerError &error) {
        connection_.run({"ROLLBACK TO SAVEPOINT relmeta", {}});
        if (error.sqlstate != "57014" || time_left() > 0) throw;
        found.note = note_of_time;
    }
}

Found Finder::find(const Reference &reference) {
    Found found;
    found.known = false;
    if (time_left() <= 0) {
        found.note = note_of_time;
        return found;
    }
    const Table &source = facts_.at(reference.source);
    const Table &target = facts_.at(reference.target);
    if (reference.temporal) {
        found.note = note_of_temporal;
        return found;
    }
    if (filtered_.count(target.id) > 0) {
        found.note = note_of_hidden_rows(quote_qualified(target.schema, target.name));
        return found;
    }
    found.known = true;
    try {
        run(query(reference).rows + (most_ > 0 ? "\nLIMIT " + std::to_string(most_) : ""), found);
    } catch (const ServerError &error) {
        if (one_ || error.sqlstate == "57014") throw;
        found = Found();
        found.known = false;
        found.note = error.what();
        return found;
    }
    found.complete = found.complete && (most_ == 0 || found.orphans < most_);
    if (filtered_.count(source.id) > 0) {
        found.complete = false;
        found.note = note_of_hidden_rows(quote_qualified(source.schema, source.name));
    }
    return found;
}

Result Finder::answer() {
    read_session();
    ResultBuilder rows({{"source", Sql::regclass},
                        {"relationship", Sql::name},
                        {"columns", Sql::names},
                        {"target", Sql::regclass},
                        {"target_columns", Sql::names},
                        {"orphans", Sql::bigint},
                        {"complete", Sql::boolean},
                        {"examples", Sql::jsonb},
                        {"note", Sql::text},
                        {"query", Sql::text}});
    for (const Reference &reference : references_) {
        const Found found = find(reference);
        const auto if_known = [&](const std::string &text) { return found.known ? std::optional<std::string>(text) : std::nullopt; };
        rows.add({session_name(question_, reference.source), or_null(reference.relationship), array_of(reference.columns),
                  session_name(question_, reference.target), array_of(reference.target_columns),
                  if_known(std::to_string(found.orphans)), shown(found.complete), if_known("[" + join(found.examples, ", ") + "]"),
                  or_null(found.note), or_null(reference.temporal ? "" : query(reference).all)});
    }
    return rows.finish();
}

}  // namespace

Result find_orphans(const Question &question) { return Finder(question).answer(); }

}  // namespace relmeta::client
