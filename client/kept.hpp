// What the extension keeps in its tables of what was said, and what it has derived.
#pragma once

#include <map>

#include "said.hpp"

namespace relmeta::client {

/// A relationship's row, as far as names go.
struct Named {
    TableId source = 0;
    std::string name;
    std::string kind;
};

struct Kept {
    std::vector<Config::Word> words;
    Declarations said;
    std::map<Identity, Named> relationships;
};

/// Reads all of it.
Kept read_kept(Connection &connection);

/// Has derived relationships called as the extension calls them.
void give_kept_names(const Kept &kept, std::vector<Relationship> &relationships);

}  // namespace relmeta::client
