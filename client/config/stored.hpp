// What the extension keeps in its tables of what was said, and what it has derived.
#pragma once

#include <map>

#include "resolve.hpp"

namespace relmeta::client {

/// A relationship's row, as far as names go.
struct Named {
    TableId source = 0;
    std::string name;
    std::string kind;
};

struct Stored {
    std::vector<Config::Word> words;
    Declarations said;
    std::map<Identity, Named> relationships;
};

/// Reads all of it.
Stored read_stored(Connection &connection);

/// Has derived relationships called as the extension calls them.
void give_stored_names(const Stored &kept, std::vector<Relationship> &relationships);

}  // namespace relmeta::client
