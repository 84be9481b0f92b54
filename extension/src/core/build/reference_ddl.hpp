// Generates the DDL for references. The same text is shown and executed. All names are qualified, so search_path does not matter.
// An invalid request raises a UserError before any text is generated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/build/table_description.hpp"

namespace relmeta {

struct ReferenceOptions {
    std::optional<std::string> role;  ///< default: the singular of the target's name
    ColumnNames columns;              ///< existing columns, in the order of the target's primary key; empty: columns are added
    bool required = false;
    bool one_to_one = false;
    std::string on_delete = "no action";  ///< or restrict, cascade, set null, set default
};

struct ReferencePlan {
    ColumnNames columns;     ///< columns of the source
    std::string constraint;  ///< the existing foreign key; empty: `ddl` creates one
    std::string ddl;         ///< ALTER TABLE and, unless an index exists, CREATE INDEX
};

/// Plans a foreign key from `source` to the primary key of `target`. `facts` describes the source, with all of its indexes.
///
/// Throws UserError like plan_bridge for invalid tables and options; 42701 if a column to add exists, 42703 if one of `columns`
/// does not exist, 42830 if their number differs from that of the primary key.
ReferencePlan plan_reference(const TableDescription &source, const Table &facts, const TableDescription &target,
                             const ReferenceOptions &options, const Words &words, const Taken &taken);

}  // namespace relmeta
