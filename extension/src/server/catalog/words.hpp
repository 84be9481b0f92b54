#pragma once

#include "core/model/words.hpp"

namespace relmeta::server {

/// The words of the rules: the built-in ones and those of relmeta.word. Valid until they change.
const Words &words();
/// To be called once, when the library is loaded: forgets the words of relmeta.word when that table changes.
void register_words();

}  // namespace relmeta::server
