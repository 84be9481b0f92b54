// The files that commands read.
#pragma once

#include <string>

namespace relmeta::client {

/// All of the file, or of standard input where it is "-". Throws OutputError.
std::string contents_of(const std::string &file);

}  // namespace relmeta::client
