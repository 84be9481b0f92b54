// The facts of a database that relationships are derived from: tables with their columns, indexes and foreign keys, and what
// the user has declared about them. The server layer fills them from pg_catalog; nothing here knows PostgreSQL, and nothing
// in core changes them. Temporary, system and relmeta's own tables are never among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/model/words.hpp"

namespace relmeta {

using TableId = std::uint32_t;                    ///< pg_class.oid; 0 is no table
using TypeId = std::uint32_t;                     ///< pg_type.oid
using CollationId = std::uint32_t;                ///< pg_collation.oid
using TypeKey = std::pair<TypeId, std::int32_t>;  ///< a column's type with its modifier
using ColumnNumber = std::int16_t;                ///< pg_attribute.attnum, 1 and up; 0 in an index stands for an expression
using ColumnNumbers = std::vector<ColumnNumber>;
using ColumnNames = std::vector<std::string>;

struct Column {
    ColumnNumber number = 0;
    TypeId type = 0;
    CollationId collation = 0;        ///< 0 where its type has none
    std::int32_t type_modifier = -1;  ///< pg_attribute.atttypmod: the 20 of varchar(20), in PostgreSQL's encoding
    bool not_null = false;            ///< a NOT NULL that holds for every row: one that is NOT VALID (18+) does not count
    bool has_default = false;         ///< a default, an identity or a generation expression
    bool readable = true;             ///< to the role that a statement is written for; asked where one is
    std::string name;
};

/// An index. Only unique ones matter to the proof of cardinality; the others are there when lint asked for them.
struct Index {
    std::string name;
    ColumnNumbers columns;  ///< key columns in index order, without INCLUDE columns; 0 where an expression stands
    bool unique = false;
    bool primary = false;
    bool constraint = false;         ///< made by a PRIMARY KEY or UNIQUE constraint, which has the index's name
    bool valid = false;              ///< complete and usable: indisvalid and indisready and indislive
    bool deferrable = false;         ///< unique at commit only
    bool temporal = false;           ///< WITHOUT OVERLAPS (18+), or an exclusion constraint: several rows may share the key
    bool stricter_equality = false;  ///< two values that are equal by = can differ to it, by its operator class or its collation
    bool partial = false;
    /// Of a partial index: every minimal set of columns whose being NOT NULL implies the predicate. One empty set where it is
    /// TRUE; no set where it is never implied.
    std::vector<ColumnNumbers> implied_by;

    // Only where lint asked for the indexes that are not unique.
    std::string method;                ///< pg_am.amname
    ColumnNumbers lookup;              ///< as `columns`, and 0 too where = of the column's type does not find rows by it
    ColumnNumbers expression_columns;  ///< what its expressions are made of
    bool default_classes = true;       ///< none of its operator classes is named, and so fit for some types only
    bool can_be_primary = false;       ///< in the order and by the equality that ADD PRIMARY KEY USING INDEX takes
};

struct ForeignKey {
    std::string name;
    TableId target = 0;
    ColumnNumbers columns;         ///< of the table that holds the key
    ColumnNumbers target_columns;  ///< of the referenced table, in the same order
    bool validated = true;
    bool enforced = true;  ///< false: NOT ENFORCED (18+)
    bool match_full = false;
    bool temporal = false;    ///< PERIOD (18+)
    bool deferrable = false;  ///< can wait for commit, initially or by SET CONSTRAINTS
    bool deferred = false;    ///< waits for commit without being told to
    char on_update = 'a';     ///< pg_constraint.confupdtype: a no action, r restrict, c cascade, n set null, d set default
    char on_delete = 'a';     ///< pg_constraint.confdeltype, the same letters
    ColumnNumbers on_delete_columns;  ///< those that SET NULL or SET DEFAULT sets where they are listed (15+); empty: all
};

/// What declare_bridge, reject_bridge and add_bridge recorded about a table.
struct BridgeDeclaration {
    enum class Verdict { none, declared, made, rejected };
    Verdict verdict = Verdict::none;
    std::vector<std::string> ends;  ///< constraint names; empty: all foreign keys of the table

    /// Whether the key is one of these ends.
    bool names(const ForeignKey &key) const;
};

/// A relationship without a foreign key that the user declared. It is held by its source.
struct RelationshipDeclaration {
    ColumnNumbers columns;
    TableId target = 0;
    ColumnNumbers target_columns;
    std::string kind;             ///< as in relationship.kind; empty: proved from the unique indexes of both sides
    std::string name;             ///< empty: chosen by relmeta
    std::string inverse_name;     ///< empty: chosen by relmeta
    bool inverse_yields = false;  ///< that name is on a table of somebody else's, whose foreign keys come first
};

/// A CHECK constraint by which exactly one of these columns is not null, in every row.
struct ExclusiveColumns {
    std::string check;
    ColumnNumbers columns;  ///< ascending
};

struct Table {
    TableId id = 0;
    std::string schema;
    std::string name;
    char kind = 'r';  ///< pg_class.relkind: r, p, v, m or f
    bool is_partition = false;
    bool is_typed = false;                 ///< CREATE TABLE ... OF a composite type
    bool has_children = false;             ///< has, or had, partitions or inheriting tables
    bool row_security = false;             ///< pg_class.relrowsecurity: policies may hide rows, from some role or other
    bool is_referenced = false;            ///< a foreign key of another table refers to it
    bool left_out = false;                 ///< lint and exports tell of it only where it is asked for by name
    std::vector<Column> columns;           ///< in order of number, dropped ones left out
    std::vector<Index> indexes;            ///< in order of name
    std::vector<ForeignKey> foreign_keys;  ///< in order of name; clones of a parent's keys left out
    std::vector<TableId> refers_to;        ///< the targets of its keys, ascending; known where a table of three keys refers to it
    std::vector<ExclusiveColumns> exclusive;  ///< in order of name; known of a table of three keys and more
    BridgeDeclaration bridge;
    std::vector<RelationshipDeclaration> declared;

    // Each by a pointer for who asks whether it is there, and by a reference, or Stale thrown, for who takes it for granted.

    /// The column of that number, or nullptr.
    const Column *column(ColumnNumber number) const;
    /// The column of that name, or nullptr.
    const Column *column(const std::string &name) const;
    const Column &at(ColumnNumber number) const;
    const Column &at(const std::string &name) const;
    /// The names of these columns, in the order given; empty for an expression. Throws Stale.
    ColumnNames names(const ColumnNumbers &numbers) const;
    /// The numbers of these columns, in the order given; 0 for a name that is none.
    ColumnNumbers numbers(const ColumnNames &names) const;
    /// The same; throws Stale for a name that is none.
    ColumnNumbers numbers_at(const ColumnNames &names) const;
    /// The foreign key of that name, or nullptr.
    const ForeignKey *foreign_key(const std::string &name) const;
    const ForeignKey &foreign_key_at(const std::string &name) const;
    /// The primary key, or nullptr.
    const Index *primary_key() const;
    bool all_not_null(const ColumnNumbers &numbers) const;
    /// Whether a query reads the rows of other tables too, by inheritance: its own constraints say nothing of them. Those of a
    /// partitioned table hold for its partitions.
    bool is_inherited() const { return has_children && kind != 'p'; }
};

/// Tables by their ids, in the order in which they were added. References to them stay valid while others are added.
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
    /// Adds the table unless one of that id is there.
    std::pair<iterator, bool> emplace(TableId id, Table table);
    void insert_or_assign(TableId id, Table table) { (*this)[id] = std::move(table); }
    template <typename Iterator>
    void insert(Iterator first, Iterator last) {
        for (; first != last; ++first) emplace(first->first, first->second);
    }
    void clear() { *this = TablesById(); }

private:
    /// A hash table with linear probing, at most half full: ids and places lie close together, where tables are large.
    static constexpr std::uint32_t nowhere = UINT32_MAX;
    struct Slot {
        TableId id = 0;
        std::uint32_t place = nowhere;
    };
    /// The slot that the id is in, or is to go to.
    std::size_t slot(TableId id) const;
    /// Where the table is in tables_; past its end where there is none.
    std::size_t place(TableId id) const;

    std::deque<value_type> tables_;
    std::vector<Slot> slots_;
};

struct Facts {
    TablesById tables;
    const Words &words;  ///< outlives the facts

    explicit Facts(const Words &known = Words::builtin()) : words(known) {}

    /// The table of that id, or nullptr.
    const Table *table(TableId id) const;
    /// Throws Stale where there is none.
    const Table &at(TableId id) const;
};

/// What ON DELETE and ON UPDATE call an action of ForeignKey, in lower case.
const char *action_name(char action);

ColumnNames column_names(const Table &table);

/// Whether the column is one of these.
bool contains(const ColumnNumbers &columns, ColumnNumber number);
/// True where every element of `inner` is in `outer`, whatever the order.
bool subset(const ColumnNumbers &inner, const ColumnNumbers &outer);
/// The elements of both, each once, ascending.
ColumnNumbers united(const ColumnNumbers &a, const ColumnNumbers &b);
bool disjoint(const ColumnNumbers &a, const ColumnNumbers &b);
/// Whether both join the same columns with the same others, in whatever order the pairs stand.
bool same_pairs(const ColumnNumbers &a, const ColumnNumbers &a_others, const ColumnNumbers &b, const ColumnNumbers &b_others);

/// Whether both keys state the same link: the same columns refer to the same columns.
bool same_link(const ForeignKey &a, const ForeignKey &b);
/// Of keys that state the same link, whether `a` stands for it before `b`: the one that a declared bridge names as an end, so
/// that what the user said holds; then the one that is enforced and validated; then the first by name.
bool stands_before(const Table &table, const ForeignKey &a, const ForeignKey &b);

/// The foreign keys of a table that stand for its relationships, by name: of several that state the same link, the first by
/// stands_before().
std::vector<const ForeignKey *> distinct_foreign_keys(const Table &table);

/// Those of the columns that can be null.
ColumnNumbers nullable(const Table &table, const ColumnNumbers &columns);

/// True where a row of `table` must have a row it refers to. A key that is NOT VALID is checked for new rows all the same.
bool demands_target(const Table &table, const ForeignKey &key);

/// The unique index that proves that no two rows of `table` share a value of `columns`, rows with a NULL among them left
/// aside; nullptr where none does. A unique, valid, plain index whose columns are a subset of `columns` proves it, in any order
/// of columns, if it is not partial or its predicate follows from `columns` and the table's NOT NULL columns being not
/// null. Of several, the primary key, then the one with the fewest columns, then the first by name.
const Index *proof_of_uniqueness(const Table &table, const ColumnNumbers &columns);

}  // namespace relmeta
