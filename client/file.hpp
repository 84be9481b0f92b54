// Read input files.
#pragma once

#include <string>

namespace relmeta::client {

/// The whole file, or standard input if it is "-". Throws OutputError.
std::string contents_of(const std::string &file);

}  // namespace relmeta::client
