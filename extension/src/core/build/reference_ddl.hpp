// Writes the DDL that makes references, as text that is both shown and executed. Every name in it is qualified, so that
// search_path does not matter. What the user asked for and cannot have is a UserError before any text is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/build/table_description.hpp"

namespace relmeta {

struct ReferenceOptions {
    std::optional<std::string> role;  ///< none: the singular of the target's name
    ColumnNames columns;              ///< existing ones, in the order of the target's primary key; empty: they are added
    bool required = false;
    bool one_to_one = false;
    std::string on_delete = "no action";  ///< or restrict, cascade, set null, set default
};

struct ReferencePlan {
    ColumnNames columns;     ///< of the source
    std::string constraint;  ///< the foreign key that is there already; empty: none, and ddl makes it
    std::string ddl;         ///< ALTER TABLE and, unless an index serves, CREATE INDEX
};

/// Plans a foreign key from `source` to the primary key of `target`. `facts` are those of the source, with all of its indexes.
///
/// Throws UserError as plan_bridge does for the tables and options; 42701 where a column to add is there already, 42703 where one
/// of `columns` is missing, 42830 where they are not as many as the primary key has.
ReferencePlan plan_reference(const TableDescription &source, const Table &facts, const TableDescription &target,
                             const ReferenceOptions &options, const Words &words, const Taken &taken);

}  // namespace relmeta
