// Chooses and sorts the contents of an export, for all formats.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/export/exporter.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

class Choice {
public:
    /// `input` must outlive the object.
    explicit Choice(const ExportInput &input);

    /// The chosen tables, sorted by schema and name.
    const std::vector<const Table *> &tables() const { return tables_; }
    /// The chosen tables that a diagram draws as tables.
    const std::vector<const Table *> &drawn() const { return drawn_; }
    /// The relationships between chosen tables, in both directions, sorted by source and name.
    const std::vector<const Relationship *> &relationships() const { return relationships_; }
    /// All relationships, chosen or not; relationships() points into this vector.
    const std::vector<Relationship> &every_relationship() const { return input_.relationships; }
    /// The chosen relationships of one source.
    std::vector<const Relationship *> relationships_of(const Table &source) const;
    /// The same link in the opposite direction.
    const Relationship &inverse_of(const Relationship &relationship) const;
    /// The links between drawn tables, each in one direction: from the holder of the key, or from the first end of the bridge.
    /// Links through a bridge are included only if the bridge is not drawn as a table. Sorted by holder and constraint.
    const std::vector<const Relationship *> &links() const { return links_; }
    /// The bridges among the chosen tables, sorted by schema and name.
    const std::vector<const Bridge *> &bridges() const { return bridges_; }

    bool chosen(TableId table) const { return chosen_.count(table) != 0; }
    const Table &table(TableId id) const {
        poll();
        return input_.facts.at(id);
    }
    const Facts &facts() const { return input_.facts; }
    /// The bridge of this table, or nullptr.
    const Bridge *bridge(TableId table) const;
    /// The comment on a foreign key, or on the table if `constraint` is empty; nullptr if there is none.
    const std::string *comment(TableId table, const std::string &constraint) const;
    /// The comment on the table or view; empty if there is none.
    std::string comment(const Table &table) const;
    std::string comment(const Table &table, const Column &column) const;
    /// The labels if the column's type is an enum, or a domain or array over one; otherwise empty.
    const std::vector<std::string> &labels(const Column &column) const;
    const std::string &type(const Column &column) const {
        poll();
        return input_.type_names.at({column.type, column.type_modifier});
    }

private:
    void choose_tables();
    void choose_drawn();
    void choose_relationships();

    const ExportInput &input_;
    std::unordered_map<TableId, std::size_t> chosen_;  ///< index in tables_
    std::unordered_map<TableId, const Bridge *> bridge_of_;
    std::vector<const Table *> tables_;
    std::vector<const Table *> drawn_;
    std::vector<const Relationship *> relationships_;
    std::vector<const Relationship *> links_;
    std::vector<const Bridge *> bridges_;
};

/// The name as part of a full name; quoted as in SQL if it contains a dot or a quote.
std::string name_part(const std::string &name);
/// Schema and name, joined by a dot; unique.
std::string full_name(const Table &table);
/// The name for display: without the schema public.
std::string short_name(const Table &table);
/// The columns of the table's primary key; empty without one.
ColumnNumbers primary_key_columns(const Table &table);
/// Whether the column is in one of the table's foreign keys.
bool in_foreign_key(const Table &table, ColumnNumber column);
/// The unique indexes that cover all rows, except the primary key, sorted by name.
std::vector<const Index *> unique_keys(const Table &table);

}  // namespace relmeta
