// Reads a view's query from pg_rewrite.ev_action: text of type pg_node_tree. The tree is scanned once, and parts that lineage
// does not need are skipped. A missing field or an unknown node proves nothing.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "core/model/view_query.hpp"

namespace relmeta {

/// The base type of a domain; any other type itself.
using BaseType = std::function<TypeId(TypeId)>;

/// The query of a view's rule; nullptr if it is malformed, nested too deeply, or not of a supported form.
std::shared_ptr<const ViewQuery> read_view_query(std::string_view action, const BaseType &base_type);

}  // namespace relmeta
