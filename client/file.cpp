#include "file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "destination.hpp"

namespace relmeta::client {

std::string contents_of(const std::string &file) {
    std::ifstream stream;
    if (file != "-") stream.open(file, std::ios::binary);
    std::istream &in = file == "-" ? std::cin : stream;
    std::ostringstream text;
    if (in.peek() != std::istream::traits_type::eof()) text << in.rdbuf();
    if (!text || in.bad() || (file != "-" && !stream.is_open())) {
        throw OutputError("could not read file \"" + file + "\": " + std::strerror(errno));
    }
    return text.str();
}

}  // namespace relmeta::client
