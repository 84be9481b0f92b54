// The declarations and derived relationships stored in the extension's tables.
#pragma once

#include <map>

#include "resolve.hpp"

namespace relmeta::client {

/// The columns of a relationship's row that concern names.
struct Named {
    TableId source = 0;
    std::string name;
    std::string kind;
};

struct Stored {
    std::vector<Config::Word> words;
    Declarations declarations;
    std::map<Identity, Named> relationships;
};

Stored read_stored(Connection &connection);

/// Gives derived relationships the names stored by the extension.
void give_stored_names(const Stored &kept, std::vector<Relationship> &relationships);

}  // namespace relmeta::client
