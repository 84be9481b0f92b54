// Core handles any database: for any tables, keys, declarations and names, every question can be answered, and the answers are
// consistent. Only searches may fail, with UserError. Run by `make fuzz`.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/derive/derive.hpp"
#include "core/derive/explain.hpp"
#include "core/derive/reconcile.hpp"
#include "core/export/exporter.hpp"
#include "core/lint/lint.hpp"
#include "core/naming/candidates.hpp"
#include "core/naming/naming.hpp"
#include "core/query/graph.hpp"
#include "core/query/join.hpp"
#include "core/query/link.hpp"
#include "core/query/path.hpp"
#include "core/query/tree.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace {

using namespace relmeta;

void demand(bool truth, const char *what) {
    if (truth) return;
    std::cerr << "not true: " << what << '\n';
    std::abort();
}

/// Choices made by the bytes of the input; constant after the last byte.
class Choices {
public:
    Choices(const std::uint8_t *data, std::size_t size) : at_(data), end_(data + size) {}

    std::size_t below(std::size_t limit) { return byte() % limit; }
    bool one_in(std::size_t limit) { return below(limit) == limit - 1; }
    bool left() const { return at_ != end_; }

    /// A name with a word that rules know, or any bytes that an identifier can have in some encoding.
    std::string name() {
        static const std::vector<std::string> known{
            "user",   "users", "user_id", "userId",    "id",    "author_id", "parent_id",  "created_by", "position",
            "status", "map",   "tenant",  "tenant_id", "_id",   "data",      "users_2",    "a_user",     "user_post",
            "post",   "posts", "post_id", "ID",        "order", "a\"b'c\\$", "\xC3\xA9té", "__typename", std::string(63, 'n')};
        if (!one_in(8)) return known[below(known.size())];
        std::string made;
        for (std::size_t length = 1 + below(max_name_bytes); made.size() < length;) {
            made += static_cast<char>(std::max<std::uint8_t>(byte(), 1));
        }
        return made;
    }

    /// The same, changed until it differs from all of these.
    std::string name_not_in(std::set<std::string> &taken) {
        const std::string wanted = name();
        std::string made = wanted;
        for (int number = 2; !taken.insert(made).second; ++number) {
            made = wanted.substr(0, max_name_bytes - 3) + std::to_string(number);
        }
        return made;
    }

    ColumnNumbers columns_of(const Table &table, std::size_t count) {
        ColumnNumbers chosen;
        while (chosen.size() < count) {
            ColumnNumber number = table.columns[below(table.columns.size())].number;
            while (std::find(chosen.begin(), chosen.end(), number) != chosen.end()) {
                number = static_cast<ColumnNumber>(number % static_cast<ColumnNumber>(table.columns.size()) + 1);
            }
            chosen.push_back(number);
        }
        return chosen;
    }

private:
    std::uint8_t byte() { return at_ == end_ ? 0 : *at_++; }

    const std::uint8_t *at_;
    const std::uint8_t *end_;
};

void add_columns(Choices &choices, Table &table) {
    std::set<std::string> taken;
    for (std::size_t count = 1 + choices.below(6); table.columns.size() < count;) {
        Column column;
        column.number = static_cast<ColumnNumber>(table.columns.size() + 1);
        column.type = 20 + static_cast<TypeId>(choices.below(4));
        column.not_null = choices.one_in(2);
        column.has_default = choices.one_in(4);
        column.name = choices.name_not_in(taken);
        table.columns.push_back(column);
    }
}

void add_indexes(Choices &choices, Table &table) {
    for (std::size_t count = choices.below(4); table.indexes.size() < count;) {
        Index index;
        index.name = "index_" + std::to_string(table.indexes.size());
        index.columns = choices.columns_of(table, 1 + choices.below(std::min<std::size_t>(3, table.columns.size())));
        const std::size_t sort = choices.below(16);
        index.primary = index.constraint = table.indexes.empty() && sort < 8;
        index.unique = sort < 12;
        index.valid = index.primary || sort != 11;
        index.deferrable = sort == 10;
        index.temporal = sort == 9;
        index.stricter_equality = sort == 13;
        index.partial = !index.primary && choices.one_in(5);
        if (index.partial && choices.one_in(2)) index.implied_by.push_back(choices.columns_of(table, choices.below(2)));
        if (!index.primary && choices.one_in(8)) index.columns.back() = 0;
        index.method = sort % 3 == 0 ? "brin" : "btree";
        index.lookup = index.columns;
        if (sort == 14) index.lookup.front() = 0;
        table.indexes.push_back(index);
    }
}

void add_foreign_keys(Choices &choices, Table &table, Facts &facts) {
    std::set<std::string> taken;
    std::set<TableId> targets;
    for (std::size_t count = choices.below(5); table.foreign_keys.size() < count;) {
        ForeignKey key;
        key.name = choices.name_not_in(taken);
        key.target = 1 + static_cast<TableId>(choices.below(facts.tables.size()));
        Table &target = facts.tables[key.target];
        const std::size_t columns = std::min({table.columns.size(), target.columns.size(), 1 + choices.below(2)});
        key.columns = choices.columns_of(table, columns);
        key.target_columns = choices.columns_of(target, columns);
        key.validated = !choices.one_in(5);
        key.enforced = !choices.one_in(5);
        key.match_full = choices.one_in(5);
        key.temporal = columns > 1 && choices.one_in(5);
        key.deferrable = choices.one_in(3);
        key.on_update = "arcnd"[choices.below(5)];
        key.on_delete = "arcnd"[choices.below(5)];
        if (key.on_delete == 'n' && columns > 1) key.on_delete_columns = {key.columns.front()};
        target.is_referenced = target.is_referenced || key.target != table.id;
        table.foreign_keys.push_back(key);
        targets.insert(key.target);
    }
    table.refers_to.assign(targets.begin(), targets.end());
    if (table.columns.size() > 1 && choices.one_in(3)) {
        table.exclusive.push_back({"check", united(choices.columns_of(table, 2), {})});
    }
    std::sort(table.foreign_keys.begin(), table.foreign_keys.end(),
              [](const ForeignKey &a, const ForeignKey &b) { return a.name < b.name; });
}

void add_declarations(Choices &choices, Table &table, const Facts &facts) {
    table.bridge.verdict = static_cast<BridgeDeclaration::Verdict>(choices.one_in(3) ? choices.below(4) : 0);
    for (const ForeignKey &key : table.foreign_keys) {
        if (choices.one_in(4)) table.bridge.ends.push_back(key.name);
    }
    for (std::size_t count = choices.one_in(3) ? 1 + choices.below(2) : 0; count > 0; --count) {
        RelationshipDeclaration declaration;
        declaration.target = 1 + static_cast<TableId>(choices.below(facts.tables.size()));
        const Table &target = *facts.table(declaration.target);
        const std::size_t columns = std::min({table.columns.size(), target.columns.size(), 1 + choices.below(2)});
        declaration.columns = choices.columns_of(table, columns);
        declaration.target_columns = choices.columns_of(target, columns);
        declaration.kind =
            std::vector<std::string>{"", "one_to_one", "one_to_many", "many_to_one", "many_to_many"}[choices.below(5)];
        const bool again = std::any_of(table.declared.begin(), table.declared.end(), [&](const RelationshipDeclaration &other) {
            return other.target == declaration.target &&
                   same_pairs(other.columns, other.target_columns, declaration.columns, declaration.target_columns);
        });
        if (!again) table.declared.push_back(declaration);
    }
}

Facts make_facts(Choices &choices) {
    Facts facts;
    std::map<std::string, std::set<std::string>> taken;
    const std::size_t count = 1 + choices.below(9);
    for (std::size_t i = 1; i <= count; ++i) {
        Table &table = facts.tables[static_cast<TableId>(i)];
        table.id = static_cast<TableId>(i);
        table.schema = choices.one_in(4) ? choices.name() : "public";
        table.name = choices.name_not_in(taken[table.schema]);
        table.kind = choices.one_in(8) ? "pvmf"[choices.below(4)] : 'r';
        table.is_partition = choices.one_in(8);
        add_columns(choices, table);
        add_indexes(choices, table);
    }
    for (std::size_t i = 1; i <= count; ++i) {
        Table &table = facts.tables[static_cast<TableId>(i)];
        add_foreign_keys(choices, table, facts);
        add_declarations(choices, table, facts);
    }
    return facts;
}

/// Names left by a user or an earlier state of the database, on some of the relationships; unique on each source.
std::vector<NameHistory> make_history(Choices &choices, const std::vector<Relationship> &relationships) {
    std::vector<NameHistory> history(relationships.size());
    std::map<TableId, std::set<std::string>> taken;
    for (std::size_t i = 0; i < history.size() && choices.left(); ++i) {
        if (choices.one_in(4)) history[i].previous = choices.name_not_in(taken[relationships[i].source]);
        if (choices.one_in(4)) history[i].recorded = choices.name();
        history[i].chosen = !history[i].recorded.empty() && choices.one_in(2);
    }
    return history;
}

void check_names(const Facts &facts, std::vector<Relationship> &relationships, std::vector<NameHistory> history) {
    Naming naming(facts, true);
    demand(naming.assign(relationships, history).empty(), "where all is given nothing is asked");
    std::set<std::pair<TableId, std::string>> taken;
    for (std::size_t i = 0; i < relationships.size(); ++i) {
        const Relationship &one = relationships[i];
        const Relationship &other = relationships[i ^ 1];
        demand(!one.name.empty() && one.name.size() <= max_name_bytes, "a name is 1 to 63 bytes long");
        demand(taken.emplace(one.source, one.name).second, "a name is unique on its source");
        demand(one.inverse == other.name, "each direction knows the other's name");
        demand(one.source == other.target && one.target == other.source && one.holder == other.holder &&
                   one.bridge == other.bridge && one.source_columns == other.target_columns &&
                   one.bridge_source_columns == other.bridge_target_columns && one.kind == inverse(other.kind) &&
                   one.origin == other.origin && one.enforced == other.enforced,
               "a link is there in both directions");
        history[i].previous = one.name;
        const bool waits = history[i].recorded == one.name && !is_candidate(one.name, one, facts);
        history[i].recorded = history[i].chosen || waits ? one.name : std::string();
    }
    std::vector<Relationship> again = relationships;
    naming.assign(again, history);
    for (std::size_t i = 0; i < again.size(); ++i) demand(again[i].name == relationships[i].name, "a name stays");
}

void check_match(const std::vector<Relationship> &relationships) {
    std::vector<const Relationship *> stored;
    for (const Relationship &relationship : relationships) stored.push_back(&relationship);
    const std::vector<std::size_t> places = match(relationships, stored);
    for (std::size_t i = 0; i < places.size(); ++i) demand(places[i] == i, "a relationship continues itself");
}

void tell_all(const Facts &facts, const Derived &derived) {
    for (const Relationship &relationship : derived.relationships) {
        demand(!explain(relationship, facts).empty(), "every relationship has a proof");
        if (relationship.bridge == 0) continue;
        const LinkTables tables{*facts.table(relationship.source), *facts.table(relationship.target),
                                *facts.table(relationship.bridge)};
        const Equality equality = [](const Operand &, const Operand &) { return std::string("a = b"); };
        link_sql(relationship, tables, equality);
        unlink_sql(relationship, tables, equality);
    }
    std::map<TypeKey, std::string> type_names;
    for (const auto &[id, table] : facts.tables) {
        demand(!explain_bridge(table, facts).empty(), "every table is a bridge or is none");
        for (const Column &column : table.columns) type_names[{column.type, column.type_modifier}] = "type";
    }
    for (const Finding &finding : lint({facts, derived.relationships, derived.bridges, type_names, {}})) {
        demand(!finding.message.empty() && !finding.object.empty(), "a finding says what and where");
    }
    for (const std::string &format : export_formats()) {
        for (const bool bridges_as_edges : {false, true}) {
            const std::string text =
                export_as(format, {facts, derived.relationships, derived.bridges, type_names, {}, bridges_as_edges});
            demand(text.empty() || text.back() == '\n', "an export is whole lines");
        }
    }
}

void search(Choices &choices, const Facts &facts, const std::vector<Relationship> &relationships) {
    const Graph graph = build_graph(relationships);
    const auto any_table = [&] { return 1 + static_cast<TableId>(choices.below(facts.tables.size())); };
    PathQuery query;
    query.source = any_table();
    query.target = any_table();
    if (choices.one_in(2)) query.via = {any_table()};
    if (choices.one_in(2)) query.avoid = {any_table()};
    query.max_paths = 1 + static_cast<int>(choices.below(12));
    query.max_hops = 1 + static_cast<int>(choices.below(10));
    try {
        Cost least = 0;
        for (const Path &path : find_paths(graph, query)) {
            demand(path.cost >= least, "the cheaper path comes first");
            least = path.cost;
            TableId at = query.source;
            for (const Step &step : path.steps) {
                const Relationship &walked = relationships.at(step.row);
                demand(walked.source == at && step.source == at && walked.target == step.target, "a path has no gap");
                at = step.target;
            }
            demand(at == query.target, "a path arrives");
        }
    } catch (const UserError &) {
    }
    std::vector<TableId> tables;
    for (std::size_t count = 1 + choices.below(5); tables.size() < count;) tables.push_back(any_table());
    try {
        const Tree tree = find_tree(graph, tables, facts);
        std::vector<JoinStep> steps;
        for (const TreeStep &step : tree.steps) steps.push_back({relationships.at(step.step.row), {}});
        join_sql(tables, steps, tree.exact, facts);
    } catch (const UserError &) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    Choices choices(data, size);
    const Facts facts = make_facts(choices);
    Derived derived = derive(facts);
    check_names(facts, derived.relationships, make_history(choices, derived.relationships));
    check_match(derived.relationships);
    tell_all(facts, derived);
    search(choices, facts, derived.relationships);
    return 0;
}
