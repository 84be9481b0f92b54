// The join that connects the tables of a context.
#pragma once

#include <string>
#include <vector>

#include "core/context/picture.hpp"

namespace relmeta {

struct ContextJoins {
    std::vector<TableId> tables;  ///< the requested tables, those passed, and bridges
    std::string text;             ///< FROM and JOIN, then comments; empty for one table
};

/// Joins the tables along the cheapest tree of readable tables. Throws the errors of find_tree().
ContextJoins context_joins(const ContextInput &input, const Picture &picture);

}  // namespace relmeta
