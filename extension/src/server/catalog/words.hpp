#pragma once

#include "core/model/words.hpp"

namespace relmeta::server {

/// The words for the rules: built-in words and those of relmeta.word. Valid until they change.
const Words &words();
/// Registers a callback that clears the words when relmeta.word changes. Called once, when the library is loaded.
void register_words();

}  // namespace relmeta::server
