// SQL that builds a jsonb object.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace relmeta {

using KeyAndExpression = std::pair<std::string, std::string>;

/// jsonb_build_object for these pairs; several calls are concatenated if there are too many pairs for one. `indent` is that of
/// the line on which the text begins.
std::string json_object(const std::vector<KeyAndExpression> &pairs, const std::string &indent);

}  // namespace relmeta
