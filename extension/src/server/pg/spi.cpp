#include "server/pg/spi.hpp"

extern "C" {
#include <mb/pg_wchar.h>
}

namespace relmeta::server {

namespace {

constexpr int longest_message = 1000;  ///< in bytes

}  // namespace

void hide_statement(ErrorData &error, const std::string &query, const std::string &instead) {
    std::string context = error.context != nullptr ? error.context : "";
    const std::size_t at = context.find(query);
    if (at != std::string::npos) {
        context.replace(at, query.size(), instead);
    } else {
        context = instead + (context.empty() ? "" : "\n" + context);
    }
    pg::call([&] {
        error.context = pstrdup(context.c_str());
        error.internalquery = nullptr;
        error.internalpos = 0;
        const auto length = error.message != nullptr ? static_cast<int>(strlen(error.message)) : 0;
        if (length > longest_message) {
            error.message = psprintf("%.*s...", pg_mbcliplen(error.message, length, longest_message), error.message);
        }
    });
}

}  // namespace relmeta::server
