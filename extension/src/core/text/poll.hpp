// Cancellation of long-running work.
#pragma once

namespace relmeta {

/// Called by poll(). It cancels the work by throwing any exception, which core does not catch. The server layer sets it once.
inline void (*on_poll)() = nullptr;

/// Call this in every loop whose length depends on user input or the size of the schema, unless the whole loop is short.
inline void poll() {
    if (on_poll != nullptr) on_poll();
}

}  // namespace relmeta
