// How long work is stopped from outside.
#pragma once

namespace relmeta {

/// What poll() calls. It stops the work by throwing what it likes, which passes through core; the server layer sets it once.
inline void (*on_poll)() = nullptr;

/// Stands in every loop whose length the user's input or the size of the schema decides, unless all of it is over in a moment.
inline void poll() {
    if (on_poll != nullptr) on_poll();
}

}  // namespace relmeta
