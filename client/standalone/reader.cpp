// Read facts from pg_class, pg_attribute, pg_constraint and pg_index as the extension reads them: the same tables, and the same
// facts about each. Names in the queries are qualified, or resolved with an empty search_path.
#include <algorithm>

#include "binary_row.hpp"
#include "catalog.hpp"
#include "core/expression/exclusive.hpp"
#include "core/expression/node.hpp"
#include "core/expression/predicate.hpp"
#include "core/expression/view_reader.hpp"
#include "core/model/sort_unique.hpp"

namespace relmeta::client {
namespace {

/// With this many foreign keys, the ends of a bridge must be chosen. The facts for the choice are read only for such tables.
constexpr std::size_t many_keys = 3;

/// The tables that relmeta covers.
const char *const takes_part =
    "c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname <> "
    "'relmeta' "
    "AND pg_catalog.left(n.nspname::pg_catalog.text, 3) <> 'pg_'";

class Reader {
public:
    Reader(Connection &connection, const Session &session, const Wanted &wanted, Catalog &catalog)
        : connection_(connection), session_(session), wanted_(wanted), version_(connection.server_version()), catalog_(catalog) {}

    void read() {
        read_tables();
        read_columns();
        read_constraints();
        catalog_.types.read(connection_, used_types());
        read_indexes();
        read_checks();
        read_views();
        read_extensions();
        if (wanted_.type_names) read_type_names();
        if (wanted_.comments) {
            read_comments();
            read_enum_labels();
        }
        finish();
    }

private:
    using Rows = Result;

    Rows ask(const std::string &query) { return connection_.run_binary({query, {}}); }
    std::string since(int version, const char *text, const char *before) const { return version_ >= version ? text : before; }

    /// The table, or nullptr. Caches the last one, because rows of one table are usually adjacent.
    Table *find(TableId id) {
        if (id != last_) {
            const auto found = catalog_.facts.tables.find(id);
            found_ = found != catalog_.facts.tables.end() ? &found->second : nullptr;
            last_ = id;
        }
        return found_;
    }

    void read_tables() {
        const std::string shards = session_.has_citus ? " AND NOT pg_catalog.relation_is_a_known_shard(c.oid)" : "";
        const Rows rows = ask(
            std::string("SELECT c.oid, n.nspname, c.relname, c.relkind, c.relispartition, c.reloftype <> 0, c.relhassubclass AND "
                        "(c.relkind <> 'r' OR EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhparent = c.oid)), "
                        "c.relrowsecurity "
                        "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE ") +
            takes_part + shards);
        for_each_row(rows, [&](BinaryRow row) {
            Table table;
            table.id = row.oid();
            table.schema = row.text();
            table.name = row.text();
            table.kind = row.letter();
            table.is_partition = row.flag();
            table.is_typed = row.flag();
            table.has_children = row.flag();
            table.row_security = row.flag();
            const auto &schemas = catalog_.facts.words.schemas;
            table.left_out = !schemas.empty() && schemas.count(table.schema) > 0;
            const TableId id = table.id;
            catalog_.facts.tables.emplace(id, std::move(table));
        });
    }

    void read_columns() {
        const Rows rows = ask(std::string("SELECT a.attrelid, a.attnum, a.atttypid, a.attcollation, a.atttypmod, a.attnotnull, "
                                          "a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '', a.attname "
                                          "FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid "
                                          "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
                                          "WHERE a.attnum > 0 AND NOT a.attisdropped AND ") +
                              takes_part);
        for_each_row(rows, [&](BinaryRow row) {
            Table *table = find(row.oid());
            if (table == nullptr) return;
            Column column;
            column.number = row.small();
            column.type = row.oid();
            column.collation = row.oid();
            column.type_modifier = row.integer();
            column.not_null = row.flag();
            column.has_default = row.flag();
            column.name = row.text();
            table->columns.push_back(std::move(column));
        });
        for (auto &entry : catalog_.facts.tables) {
            std::sort(entry.second.columns.begin(), entry.second.columns.end(),
                      [](const Column &a, const Column &b) { return a.number < b.number; });
        }
    }

    std::set<TypeId> used_types() const {
        std::set<TypeId> used;
        for (const auto &entry : catalog_.facts.tables) {
            for (const Column &column : entry.second.columns) used.insert(column.type);
        }
        return used;
    }

    /// Foreign keys, and NOT NULL constraints that old rows may violate (18+), for which attnotnull is set too.
    void read_constraints() {
        const Rows rows = ask("SELECT conrelid, contype, conname, confrelid, conkey, confkey, convalidated, " +
                              since(180000, "conenforced", "true") + ", confmatchtype = 'f', " +
                              since(180000, "conperiod", "false") + ", condeferrable, condeferred, confupdtype, confdeltype, " +
                              since(150000, "confdelsetcols", "NULL::pg_catalog.int2[]") +
                              " FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conparentid = 0" +
                              since(180000, " OR contype = 'n' AND NOT convalidated", ""));
        for_each_row(rows, [&](BinaryRow row) {
            Table *table = find(row.oid());
            if (table == nullptr) return;
            const bool foreign = row.letter() == 'f';
            ForeignKey key;
            key.name = row.text();
            key.target = row.oid();
            key.columns = row.smalls();
            if (!foreign) {
                for (Column &column : table->columns) column.not_null = column.not_null && !contains(key.columns, column.number);
                return;
            }
            key.target_columns = row.smalls();
            key.validated = row.flag();
            key.enforced = row.flag();
            key.match_full = row.flag();
            key.temporal = row.flag();
            key.deferrable = row.flag();
            key.deferred = row.flag();
            key.on_update = row.letter();
            key.on_delete = row.letter();
            key.on_delete_columns = row.smalls();
            table->foreign_keys.push_back(std::move(key));
        });
    }

    void read_indexes() {
        const Rows rows = ask(
            std::string(
                "SELECT i.indrelid, x.relname, i.indkey, i.indnkeyatts, i.indisunique, i.indisprimary, k.conindid IS NOT NULL, "
                "i.indisvalid AND i.indisready AND i.indislive, NOT i.indimmediate, i.indisexclusion, i.indclass, "
                "i.indcollation, "
                "i.indpred::pg_catalog.text, m.amname, i.indoption, ") +
            since(150000, "i.indnullsnotdistinct", "false") +
            ", i.indexprs::pg_catalog.text FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid "
            "JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
            "JOIN pg_catalog.pg_am AS m ON m.oid = x.relam "
            "LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u') WHERE " +
            (wanted_.plain_indexes ? "" : "i.indisunique AND ") + takes_part);
        for_each_row(rows, [&](BinaryRow row) {
            if (Table *table = find(row.oid())) table->indexes.push_back(index_from(row, *table));
        });
    }

    Index index_from(BinaryRow &row, const Table &table) {
        Index index;
        index.name = row.text();
        index.columns = row.smalls();
        const auto included = std::min<std::ptrdiff_t>(index.columns.end() - index.columns.begin(), row.small());
        index.covering = index.columns.begin() + included != index.columns.end();
        index.columns.erase(index.columns.begin() + included, index.columns.end());
        index.unique = row.flag();
        index.primary = row.flag();
        index.constraint = row.flag();
        index.valid = row.flag();
        index.deferrable = row.flag();
        index.temporal = row.flag();
        const std::vector<std::uint32_t> classes = row.oids(), collations = row.oids();
        for (std::size_t i = 0; i < index.columns.size() && index.unique && !index.stricter_equality; ++i) {
            const Column *column = table.column(index.columns[i]);
            index.stricter_equality = index.columns[i] > 0 && (column == nullptr || catalog_.types.has_stricter_equality(
                                                                                        *column, classes[i], collations[i]));
        }
        index.partial = !row.is_null();
        const std::string predicate = row.text();
        if (index.partial && index.valid) {
            index.implied_by = implied_by(predicate);
            index.condition = condition_from(predicate, table);
        }
        if (wanted_.plain_indexes) add_use(row, table, classes, collations, index);
        return index;
    }

    /// The possible uses of an index.
    void add_use(BinaryRow &row, const Table &table, const std::vector<std::uint32_t> &classes,
                 const std::vector<std::uint32_t> &collations, Index &index) {
        Types &types = catalog_.types;
        index.method = row.text();
        const std::vector<std::int16_t> options = row.smalls();
        const bool nulls_not_distinct = row.flag();
        const std::string expressions = row.text();
        index.can_be_primary = index.method == "btree" && !nulls_not_distinct;
        for (std::size_t i = 0; i < index.columns.size(); ++i) {
            const Column *column = table.column(index.columns[i]);
            const bool found = column != nullptr && types.finds_equal(*column, classes[i], collations[i]);
            index.lookup.push_back(found ? column->number : ColumnNumber{0});
            index.default_classes =
                index.default_classes &&
                (index.columns[i] == 0 || (column != nullptr && types.is_default_class(column->type, classes[i])));
            index.can_be_primary =
                index.can_be_primary && column != nullptr && options[i] == 0 && collations[i] == column->collation;
        }
        index.can_be_primary = index.can_be_primary && index.default_classes;
        if (!expressions.empty()) index.expression_columns = columns_in(expressions);
    }

    /// CHECK constraints that require exactly one of several columns to be not null. Unvalidated ones prove nothing.
    void read_checks() {
        const bool any = std::any_of(catalog_.facts.tables.begin(), catalog_.facts.tables.end(),
                                     [](const auto &entry) { return entry.second.foreign_keys.size() >= many_keys; });
        if (!any) return;
        const Rows rows = ask(
            "SELECT k.conrelid, k.conname, k.conbin::pg_catalog.text FROM pg_catalog.pg_constraint AS k WHERE k.contype = 'c' "
            "AND k.convalidated AND " +
            since(180000, "k.conenforced", "true") +
            " AND k.conrelid IN (SELECT f.conrelid FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conparentid = "
            "0 "
            "GROUP BY f.conrelid HAVING pg_catalog.count(*) >= " +
            std::to_string(many_keys) + ") ORDER BY k.conrelid, k.conname");
        for_each_row(rows, [&](BinaryRow row) {
            Table *table = find(row.oid());
            if (table == nullptr) return;
            const std::string name = row.text();
            for (ColumnNumbers &columns : exclusive_columns(row.text(), *table))
                table->exclusive.push_back({name, std::move(columns)});
        });
    }

    /// The queries of views.
    void read_views() {
        const bool any = std::any_of(catalog_.facts.tables.begin(), catalog_.facts.tables.end(),
                                     [](const auto &entry) { return entry.second.is_view(); });
        if (!any) return;
        std::unordered_map<TypeId, TypeId> domains;
        for_each_row(ask("SELECT oid, typbasetype FROM pg_catalog.pg_type WHERE typtype = 'd'"), [&](BinaryRow row) {
            const TypeId domain = row.oid();
            domains.emplace(domain, row.oid());
        });
        const BaseType base_type = [&](TypeId type) {
            for (auto found = domains.find(type); found != domains.end(); found = domains.find(type)) type = found->second;
            return type;
        };
        const Rows rows = ask(std::string("SELECT w.ev_class, w.ev_action::pg_catalog.text FROM pg_catalog.pg_rewrite AS w "
                                          "JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class "
                                          "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
                                          "WHERE w.ev_type = '1' AND w.is_instead AND c.relkind IN ('v', 'm') AND ") +
                              takes_part);
        for_each_row(rows, [&](BinaryRow row) {
            Table *table = find(row.oid());
            if (table != nullptr) table->view = read_view_query(row.text(), base_type);
        });
    }

    void read_extensions() {
        const Rows rows = ask(
            "SELECT d.objid, e.extname FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid "
            "WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = "
            "'pg_catalog.pg_extension'::pg_catalog.regclass "
            "AND d.deptype = 'e'");
        for_each_row(rows, [&](BinaryRow row) {
            const TableId id = row.oid();
            Table *table = find(id);
            if (table == nullptr) return;
            catalog_.extensions.emplace(id, row.text());
            table->left_out = table->left_out || !session_.include_extensions;
        });
    }

    void read_type_names() {
        const Rows rows = ask(std::string("SELECT t.atttypid, t.atttypmod, pg_catalog.format_type(t.atttypid, t.atttypmod) FROM ("
                                          "SELECT DISTINCT a.atttypid, a.atttypmod FROM pg_catalog.pg_attribute AS a "
                                          "JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid "
                                          "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
                                          "WHERE a.attnum > 0 AND NOT a.attisdropped AND ") +
                              takes_part + ") AS t");
        for_each_row(rows, [&](BinaryRow row) {
            TypeKey key;
            key.first = row.oid();
            key.second = row.integer();
            catalog_.type_names.emplace(key, row.text());
            const TypeId base = catalog_.types.base(key.first);
            if (base != key.first) catalog_.base_types.emplace(key.first, base);
        });
    }

    void read_comments() {
        const Rows rows =
            ask("SELECT d.objoid, '' AS name, d.objsubid::pg_catalog.int2, d.description FROM pg_catalog.pg_description AS d "
                "WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass "
                "UNION ALL SELECT k.conrelid, k.conname::pg_catalog.text, 0::pg_catalog.int2, d.description FROM "
                "pg_catalog.pg_description AS d "
                "JOIN pg_catalog.pg_constraint AS k ON k.oid = d.objoid "
                "WHERE d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.contype = 'f'");
        for_each_row(rows, [&](BinaryRow row) {
            const TableId table = row.oid();
            std::string name = row.text();
            const ColumnNumber column = row.small();
            if (find(table) == nullptr) return;
            if (column != 0) {
                catalog_.column_comments.emplace(std::make_pair(table, column), row.text());
            } else {
                catalog_.comments.emplace(std::make_pair(table, std::move(name)), row.text());
            }
        });
    }

    /// For enum types, and domains and arrays over them.
    void read_enum_labels() {
        const Rows rows = ask(
            "WITH RECURSIVE over (type, enum) AS (SELECT t.oid, t.oid FROM pg_catalog.pg_type AS t WHERE t.typtype = 'e' "
            "UNION SELECT t.oid, o.enum FROM over AS o JOIN pg_catalog.pg_type AS t ON t.typbasetype = o.type "
            "OR t.typelem = o.type AND t.typcategory = 'A') "
            "SELECT o.type, e.enumlabel::pg_catalog.text FROM over AS o JOIN pg_catalog.pg_enum AS e ON e.enumtypid = o.enum "
            "ORDER BY o.type, e.enumsortorder");
        for_each_row(rows, [&](BinaryRow row) {
            const TypeId type = row.oid();
            catalog_.enum_labels[type].push_back(row.text());
        });
    }

    /// Computes the facts that depend on all tables, and sorts the contents of each.
    void finish() {
        const auto by_name = [](const auto &a, const auto &b) { return a.name < b.name; };
        for (auto &[id, table] : catalog_.facts.tables) {
            std::sort(table.indexes.begin(), table.indexes.end(), by_name);
            std::sort(table.foreign_keys.begin(), table.foreign_keys.end(), by_name);
            for (const ForeignKey &key : table.foreign_keys) {
                table.refers_to.push_back(key.target);
                Table *target = key.target != id ? find(key.target) : nullptr;
                if (target != nullptr) target->is_referenced = true;
            }
            sort_unique(table.refers_to);
        }
    }

    Connection &connection_;
    const Session &session_;
    const Wanted &wanted_;
    int version_;
    Catalog &catalog_;
    TableId last_ = 0;
    Table *found_ = nullptr;
};

/// Names of tables in the session, read before search_path is emptied. The comparisons use PostgreSQL's own operators,
/// regardless of the path.
const char *const session_names =
    "SELECT c.oid, c.oid::pg_catalog.regclass::pg_catalog.text FROM pg_catalog.pg_class AS c "
    "WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f}'::pg_catalog.\"char\"[]) "
    "ORDER BY pg_catalog.btrim(c.oid::pg_catalog.regclass::pg_catalog.text, '\"')";

const char *const session_settings =
    "SELECT pg_catalog.pg_is_in_recovery(), "
    "pg_catalog.current_setting('transaction_read_only')::pg_catalog.bool, "
    "COALESCE(NULLIF(pg_catalog.current_setting('relmeta.include_extensions', true), '')::pg_catalog.bool, false), "
    "COALESCE(NULLIF(pg_catalog.current_setting('relmeta.exclude_views', true), '')::pg_catalog.bool, false), "
    "EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_depend AS d ON d.objid = p.oid "
    "JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid WHERE p.proname = 'relation_is_a_known_shard' "
    "AND p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace AND p.prokind = 'f' AND NOT p.proretset "
    "AND p.prorettype = 'pg_catalog.bool'::pg_catalog.regtype AND p.proargtypes = '26' "
    "AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass "
    "AND d.deptype = 'e' AND e.extname = 'citus')";

/// Returns search_path and empties it.
const char *const empty_path =
    "SELECT s.path, pg_catalog.set_config('search_path', '', true) "
    "FROM (SELECT pg_catalog.current_setting('search_path') AS path OFFSET 0) AS s";

void read_session(Connection &connection, Catalog &catalog) {
    for_each_row(connection.run_binary({session_names, {}}), [&](BinaryRow row) {
        const TableId id = row.oid();
        catalog.session_names.emplace(id, row.text());
        catalog.by_name.push_back(id);
    });
    Session &session = catalog.session;
    session.search_path = connection.run({empty_path, {}}).value(0, 0);
    for_each_row(connection.run_binary({session_settings, {}}), [&](BinaryRow row) {
        session.in_recovery = row.flag();
        session.read_only = row.flag();
        session.include_extensions = row.flag();
        session.exclude_views = row.flag();
        session.has_citus = row.flag();
    });
}

}  // namespace

Catalog read_catalog(Connection &connection, const Words &words, const Wanted &wanted) {
    Catalog catalog(words);
    read_session(connection, catalog);
    catalog.session.include_extensions = catalog.session.include_extensions || wanted.extensions;
    catalog.session.exclude_views = catalog.session.exclude_views || wanted.no_views;
    Reader(connection, catalog.session, wanted, catalog).read();
    return catalog;
}

}  // namespace relmeta::client
