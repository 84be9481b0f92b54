// Relationships, bridges and their evidence, as the extension's views show them.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "answers.hpp"
#include "core/derive/explain.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

/// Quotes identifiers as this server's quote_ident() does: the keywords depend on its version.
class ServerQuotes {
public:
    explicit ServerQuotes(Connection &connection) {
        const Result words = connection.run({"SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode <> 'U'", {}});
        for (int row = 0; row < words.rows(); ++row) keywords_.insert(words.value(row, 0));
    }

    std::string quote(const std::string &identifier) const {
        const bool plain = !identifier.empty() && !(identifier[0] >= '0' && identifier[0] <= '9') &&
                           std::all_of(identifier.begin(), identifier.end(),
                                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
        return plain && keywords_.count(identifier) == 0 ? identifier
               : plain                                   ? '"' + identifier + '"'
                                                         : quote_identifier(identifier);
    }

private:
    std::set<std::string> keywords_;
};

/// A condition as the view shows it.
class Conditions {
public:
    explicit Conditions(const Question &question) : question_(question), quotes_(question.connection) {}

    std::string of(const Relationship &r) const {
        const std::string columns = of_columns(r);
        return r.condition.empty() ? columns : columns + " AND " + Condition(r.condition).sql(session_name(question_, r.holder));
    }

private:
    std::string of_columns(const Relationship &r) const {
        const std::string source = session_name(question_, r.source), target = session_name(question_, r.target);
        if (r.bridge == 0) return equal(source, r.source_columns, target, r.target_columns, is_temporal(r));
        const std::string bridge = session_name(question_, r.bridge);
        return equal(source, r.source_columns, bridge, r.bridge_source_columns, false) + " AND " +
               equal(bridge, r.bridge_target_columns, target, r.target_columns, false);
    }

    std::string equal(const std::string &left, const ColumnNames &columns, const std::string &right, const ColumnNames &others,
                      bool periods) const {
        std::string text;
        for (std::size_t i = 0; i < columns.size() && i < others.size(); ++i) {
            text += (i > 0 ? " AND " : "") + left + '.' + quotes_.quote(columns[i]) +
                    (periods && i + 1 == columns.size() ? " && " : " = ") + right + '.' + quotes_.quote(others[i]);
        }
        return text;
    }

    const Question &question_;
    ServerQuotes quotes_;
};

/// The position of each table in name order.
std::unordered_map<TableId, std::size_t> ranks(const Catalog &catalog) {
    std::unordered_map<TableId, std::size_t> rank;
    for (std::size_t i = 0; i < catalog.by_name.size(); ++i) rank.emplace(catalog.by_name[i], i);
    return rank;
}

std::string extension_of(const Catalog &catalog, TableId table) {
    const auto found = catalog.extensions.find(table);
    return found != catalog.extensions.end() ? found->second : "";
}

}  // namespace

Result list_relationships(const Question &question) {
    const Catalog &catalog = question.catalog;
    const std::optional<TableId> only =
        question.values.has("source") ? std::optional<TableId>(question.values.table("source")) : std::nullopt;
    std::vector<const Relationship *> chosen;
    for (const Relationship &r : catalog.relationships) {
        if (only ? r.source == *only
                 : !(catalog.session.exclude_views && r.origin == Origin::view) &&
                       (catalog.session.include_extensions ||
                        (extension_of(catalog, r.holder).empty() && extension_of(catalog, r.source).empty()))) {
            chosen.push_back(&r);
        }
    }
    const auto rank = ranks(catalog);
    std::sort(chosen.begin(), chosen.end(), [&](const Relationship *a, const Relationship *b) {
        const std::size_t first = rank.at(a->source), second = rank.at(b->source);
        return first != second ? first < second : a->name < b->name;
    });
    const Conditions conditions(question);
    ResultBuilder rows({{"source", Sql::regclass},
                        {"name", Sql::name},
                        {"kind", Sql::text},
                        {"target", Sql::regclass},
                        {"via", Sql::regclass},
                        {"condition", Sql::text},
                        {"required", Sql::boolean},
                        {"extension", Sql::name}});
    for (const Relationship *r : chosen) {
        const std::string of_holder = extension_of(catalog, r->holder);
        rows.add({session_name(question, r->source), r->name, to_string(r->kind), session_name(question, r->target),
                  r->bridge != 0 ? std::optional<std::string>(session_name(question, r->bridge)) : std::nullopt,
                  conditions.of(*r), shown(r->required),
                  or_null(of_holder.empty() ? extension_of(catalog, r->source) : of_holder)});
    }
    return rows.finish();
}

Result list_bridges(const Question &question) {
    const Catalog &catalog = question.catalog;
    std::vector<const Bridge *> chosen;
    for (const Bridge &bridge : catalog.bridges) {
        if (catalog.session.include_extensions || extension_of(catalog, bridge.table).empty()) chosen.push_back(&bridge);
    }
    const auto rank = ranks(catalog);
    std::sort(chosen.begin(), chosen.end(),
              [&](const Bridge *a, const Bridge *b) { return rank.at(a->table) < rank.at(b->table); });
    ResultBuilder rows({{"bridge", Sql::regclass},
                        {"grade", Sql::text},
                        {"ends", Sql::text},
                        {"payload", Sql::text},
                        {"pair_unique", Sql::boolean},
                        {"reason", Sql::text},
                        {"extension", Sql::name}});
    for (const Bridge *bridge : chosen) {
        const Table &table = catalog.facts.at(bridge->table);
        const std::string ends = join(bridge->ends, ", ", [&](const End &end) {
            return session_name(question, end.target) + " (" + join(table.names(end.columns), ", ") + ")";
        });
        rows.add({session_name(question, bridge->table), to_string(bridge->grade), ends, join(table.names(bridge->payload), ", "),
                  shown(bridge->pair_unique), bridge->reason, or_null(extension_of(catalog, bridge->table))});
    }
    return rows.finish();
}

Result explain_relationship(const Question &question) {
    const Relationship &relationship =
        relationship_named(question, question.values.table("source"), *question.values.text("name"));
    return lines_of("line", explain(relationship, question.catalog.facts));
}

Result explain_table(const Question &question) {
    const Table &table = table_that_takes_part(question, question.values.table("bridge"));
    return lines_of("line", explain_bridge(table, question.catalog.facts));
}

Result show_status(const Question &question) {
    const Result server = question.connection.run({"SELECT pg_catalog.current_setting('server_version')", {}});
    ResultBuilder rows({{"item", Sql::text}, {"value", Sql::text}});
    rows.add({"derived by", "the client, without the extension"});
    rows.add({"version of the client", RELMETA_VERSION});
    rows.add({"version of the server", server.value(0, 0)});
    rows.add({"relationships", std::to_string(question.catalog.relationships.size())});
    rows.add({"bridges", std::to_string(question.catalog.bridges.size())});
    return rows.finish();
}

}  // namespace relmeta::client
