// One page that stands alone: the json export, and what draws it.
#include "formats.hpp"
#include "html_page.hpp"

namespace relmeta::formats {

std::string html(const Choice &choice) {
    std::string text = page_before;
    for (const char c : json(choice)) {
        if (c == '\n') {
            poll();
        }
        // No name may end the script that holds it.
        if (c == '<') {
            text += "\\u003c";
        } else {
            text += c;
        }
    }
    return text + page_after;
}

}  // namespace relmeta::formats
