// The facts about a database from which relationships are derived: tables with their columns, indexes and foreign keys, and the
// user's declarations. The server layer reads them from pg_catalog. This file does not depend on PostgreSQL, and core does not
// change the facts. They exclude temporary tables, system tables and relmeta's own tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/model/column_numbers.hpp"
#include "core/model/words.hpp"
#include "core/text/shared.hpp"

namespace relmeta {

using TableId = std::uint32_t;                    ///< pg_class.oid; 0 means no table
using TypeId = std::uint32_t;                     ///< pg_type.oid
using CollationId = std::uint32_t;                ///< pg_collation.oid
using TypeKey = std::pair<TypeId, std::int32_t>;  ///< a column's type and type modifier
using ColumnNames = std::vector<std::string>;

/// Shared names of columns, read like any other list.
class SharedColumns : public Shared<ColumnNames> {
public:
    SharedColumns() = default;
    SharedColumns(ColumnNames names) : Shared(std::move(names)) {}
    SharedColumns(std::initializer_list<std::string> names) : Shared(ColumnNames(names)) {}

    friend bool operator==(const SharedColumns &a, const SharedColumns &b) { return a.equals(b); }
    friend bool operator!=(const SharedColumns &a, const SharedColumns &b) { return !a.equals(b); }
    friend bool operator<(const SharedColumns &a, const SharedColumns &b) { return a.get() < b.get(); }
};

struct Column {
    ColumnNumber number = 0;
    TypeId type = 0;
    CollationId collation = 0;        ///< 0 if the type has no collation
    std::int32_t type_modifier = -1;  ///< pg_attribute.atttypmod: the 20 of varchar(20), in PostgreSQL's encoding
    bool not_null = false;            ///< has a NOT NULL that holds for every row; a NOT VALID one (18+) does not count
    bool has_default = false;         ///< has a default, an identity or a generation expression
    bool readable = true;             ///< the role that runs the statement can read it; set only when needed
    std::string name;
};

/// An index. Only unique indexes can prove cardinality; others are loaded only for lint.
struct Index {
    std::string name;
    ColumnNumbers columns;  ///< key columns in index order, without INCLUDE columns; 0 for an expression
    bool unique = false;
    bool primary = false;
    bool constraint = false;         ///< belongs to a PRIMARY KEY or UNIQUE constraint of the same name
    bool valid = false;              ///< complete and usable: indisvalid and indisready and indislive
    bool deferrable = false;         ///< duplicates may exist until commit
    bool temporal = false;           ///< WITHOUT OVERLAPS (18+), or an exclusion constraint: several rows may share the key
    bool stricter_equality = false;  ///< its operator class or collation distinguishes values that are equal by =
    bool partial = false;
    /// For a partial index, every minimal set of columns whose NOT NULL implies the predicate. One empty set if the predicate is
    /// TRUE; no set if nothing implies it.
    std::vector<ColumnNumbers> implied_by;
    std::string condition;  ///< a partial index's predicate as Condition::text(); empty if it is not expressible

    // Loaded only for lint, with the non-unique indexes.
    std::string method;                ///< pg_am.amname
    ColumnNumbers lookup;              ///< like `columns`, but also 0 if the index does not support = of the column's type
    ColumnNumbers expression_columns;  ///< the columns used in its expressions
    bool default_classes = true;       ///< each key column uses the default operator class of its type
    bool covering = false;             ///< has INCLUDE columns
    bool can_be_primary = false;       ///< ADD PRIMARY KEY USING INDEX accepts its order and equality
};

/// Columns of a table that refer to columns of another, by a foreign key or by a declaration.
struct ColumnReference {
    SharedName name;  ///< of the constraint or declared relationship; empty if relmeta chooses it
    TableId target = 0;
    ColumnNumbers columns;         ///< columns of the referencing table
    ColumnNumbers target_columns;  ///< columns of the referenced table, in the same order
};

struct ForeignKey : ColumnReference {
    bool validated = true;
    bool enforced = true;  ///< false: NOT ENFORCED (18+)
    bool match_full = false;
    bool temporal = false;    ///< PERIOD (18+)
    bool deferrable = false;  ///< the check can wait for commit, initially or by SET CONSTRAINTS
    bool deferred = false;    ///< INITIALLY DEFERRED
    char on_update = 'a';     ///< pg_constraint.confupdtype: a no action, r restrict, c cascade, n set null, d set default
    char on_delete = 'a';     ///< pg_constraint.confdeltype, the same letters
    ColumnNumbers on_delete_columns;  ///< columns listed in SET NULL or SET DEFAULT (15+); empty: all
};

/// The record that declare_bridge, reject_bridge or add_bridge made for a table.
struct BridgeDeclaration {
    enum class Verdict { none, declared, made, rejected };
    Verdict verdict = Verdict::none;
    std::vector<std::string> ends;  ///< end_name() of each; empty: all references of the table

    bool names(const ColumnReference &end) const;
};

/// A relationship without a foreign key that the user declared; stored with its source table.
struct RelationshipDeclaration : ColumnReference {
    std::string condition;        ///< on a row of the source, as Condition::text(); empty: none
    std::string kind;             ///< as in relationship.kind; empty: derived from the unique indexes of both sides
    std::string inverse_name;     ///< empty: chosen by relmeta
    bool inverse_yields = false;  ///< inverse_name gives way to other names on the target
};

/// A CHECK constraint that requires exactly one of these columns to be not null in every row.
struct ExclusiveColumns {
    std::string check;
    ColumnNumbers columns;  ///< ascending
};

struct ViewQuery;

struct Table {
    TableId id = 0;
    std::string schema;
    std::string name;
    char kind = 'r';  ///< pg_class.relkind: r, p, v, m or f
    bool is_partition = false;
    bool is_typed = false;                 ///< CREATE TABLE ... OF a composite type
    bool has_children = false;             ///< has inheriting tables, or has or had partitions
    bool row_security = false;             ///< pg_class.relrowsecurity: policies may hide rows from some roles
    bool is_referenced = false;            ///< a foreign key of another table refers to it
    bool left_out = false;                 ///< lint and exports include it only if it is requested by name
    std::vector<Column> columns;           ///< ordered by number, without dropped columns
    std::vector<Index> indexes;            ///< ordered by name
    std::vector<ForeignKey> foreign_keys;  ///< ordered by name, without keys cloned from a parent
    std::vector<TableId> refers_to;  ///< targets of its foreign keys, ascending; set if a table with three or more references it
    std::vector<ExclusiveColumns> exclusive;  ///< ordered by name; set for a table with three or more foreign keys
    BridgeDeclaration bridge;
    std::vector<RelationshipDeclaration> declared;
    std::shared_ptr<const ViewQuery> view;  ///< of a view or materialized view; nullptr if not understood

    bool is_view() const { return kind == 'v' || kind == 'm'; }

    // Functions that return a pointer return nullptr if there is no match; functions that return a reference throw Stale.

    const Column *column(ColumnNumber number) const;
    const Column *column(const std::string &name) const;
    const Column &at(ColumnNumber number) const;
    const Column &at(const std::string &name) const;
    /// The names of the columns, in the given order; empty for an expression. Throws Stale.
    ColumnNames names(const ColumnNumbers &numbers) const;
    /// The numbers of the columns, in the given order; 0 for an unknown name.
    ColumnNumbers numbers(const ColumnNames &names) const;
    /// The same; throws Stale for an unknown name.
    ColumnNumbers numbers_at(const ColumnNames &names) const;
    const ForeignKey *foreign_key(const std::string &name) const;
    const ForeignKey &foreign_key_at(const std::string &name) const;
    const Index *primary_key() const;
    bool all_not_null(const ColumnNumbers &numbers) const;
    /// Whether a query also reads rows of inheriting tables, to which this table's constraints do not apply. Constraints of a
    /// partitioned table do apply to its partitions.
    bool is_inherited() const { return has_children && kind != 'p'; }
};

/// Tables by id, in insertion order. Adding a table does not invalidate references to the others.
class TablesById {
public:
    using value_type = std::pair<TableId, Table>;
    using iterator = std::deque<value_type>::iterator;
    using const_iterator = std::deque<value_type>::const_iterator;

    TablesById() = default;
    TablesById(const TablesById &) = default;
    TablesById(TablesById &&) = default;
    TablesById &operator=(TablesById other) noexcept {
        tables_.swap(other.tables_);
        slots_.swap(other.slots_);
        return *this;
    }

    iterator begin() { return tables_.begin(); }
    iterator end() { return tables_.end(); }
    const_iterator begin() const { return tables_.begin(); }
    const_iterator end() const { return tables_.end(); }
    std::size_t size() const { return tables_.size(); }
    bool empty() const { return tables_.empty(); }
    void reserve(std::size_t count);

    iterator find(TableId id) { return begin() + static_cast<std::ptrdiff_t>(place(id)); }
    const_iterator find(TableId id) const { return begin() + static_cast<std::ptrdiff_t>(place(id)); }
    std::size_t count(TableId id) const { return place(id) < size() ? 1 : 0; }
    Table &at(TableId id) { return tables_.at(place(id)).second; }
    const Table &at(TableId id) const { return tables_.at(place(id)).second; }
    Table &operator[](TableId id) { return emplace(id, {}).first->second; }
    /// Adds the table unless the id exists.
    std::pair<iterator, bool> emplace(TableId id, Table table);
    void insert_or_assign(TableId id, Table table) { (*this)[id] = std::move(table); }
    template <typename Iterator>
    void insert(Iterator first, Iterator last) {
        for (; first != last; ++first) emplace(first->first, first->second);
    }
    void clear() { *this = TablesById(); }

private:
    /// A hash table with linear probing, at most half full. It stores only ids and positions, because tables are large.
    static constexpr std::uint32_t nowhere = UINT32_MAX;
    struct Slot {
        TableId id = 0;
        std::uint32_t place = nowhere;
    };
    /// The slot that contains the id, or the free slot for it.
    std::size_t slot(TableId id) const;
    /// The table's index in tables_; tables_.size() if there is no such table.
    std::size_t place(TableId id) const;

    std::deque<value_type> tables_;
    std::vector<Slot> slots_;
};

struct Facts {
    TablesById tables;
    const Words &words;  ///< must outlive the facts

    explicit Facts(const Words &known = Words::builtin()) : words(known) {}

    /// The table, or nullptr.
    const Table *table(TableId id) const;
    /// Throws Stale if there is no such table.
    const Table &at(TableId id) const;
};

/// The SQL name of an action of ForeignKey, in lower case.
const char *action_name(char action);

ColumnNames column_names(const Table &table);

bool contains(const ColumnNumbers &columns, ColumnNumber number);
/// Whether `outer` contains every element of `inner`, in any order.
bool subset(const ColumnNumbers &inner, const ColumnNumbers &outer);
/// The union of both: sorted, without duplicates.
ColumnNumbers united(const ColumnNumbers &a, const ColumnNumbers &b);
bool disjoint(const ColumnNumbers &a, const ColumnNumbers &b);
/// Whether both contain the same pairs of columns, in any order.
bool same_pairs(const ColumnNumbers &a, const ColumnNumbers &a_others, const ColumnNumbers &b, const ColumnNumbers &b_others);

/// Whether both reference the same columns of the same table from the same columns.
bool same_link(const ColumnReference &a, const ColumnReference &b);
/// Whether `a` represents the link that both foreign keys share. First comes the one that a declared bridge names as an end,
/// because the user chose it; then the one that is enforced and validated; then the first by name.
bool stands_before(const Table &table, const ForeignKey &a, const ForeignKey &b);

/// The table's foreign keys that represent relationships, by name. Of several keys with the same link, only the first by
/// stands_before().
std::vector<const ForeignKey *> distinct_foreign_keys(const Table &table);

/// Whether a foreign key has the same link as the declaration. It takes precedence, because it is enforced.
bool is_said_by_a_key(const Table &table, const RelationshipDeclaration &declaration);

/// The name of a reference of the table as an end of a bridge.
std::string end_name(const Table &table, const ColumnReference &reference);
/// The foreign key or, failing that, the declaration with this name as an end; nullptr if there is none.
const ColumnReference *reference(const Table &table, const std::string &end);

/// The columns that can be null.
ColumnNumbers nullable(const Table &table, const ColumnNumbers &columns);

/// Whether a row of `table` must reference an existing row. A NOT VALID key counts, because it is checked for new rows.
bool demands_target(const Table &table, const ForeignKey &key);

/// Whether no two rows that the index covers share a value of `columns`.
bool is_unique_over(const Index &index, const ColumnNumbers &columns);

/// The unique index that proves that no two rows of `table` share a value of `columns`, ignoring rows with a NULL among them;
/// nullptr if there is none. It must be valid and plain, and its columns a subset of `columns`, in any order. A partial index
/// counts if its predicate follows from `columns` and the table's NOT NULL columns being not null. The primary key is preferred,
/// then the index with the fewest columns, then the first by name.
const Index *proof_of_uniqueness(const Table &table, const ColumnNumbers &columns);

}  // namespace relmeta
