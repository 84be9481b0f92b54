#include "core/export/json_writer.hpp"

#include <cstdio>

#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

std::string json_string(const std::string &text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[7];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            result += escape;
        } else {
            result += c;
        }
    }
    return result + '"';
}

JsonWriter &JsonWriter::key(const std::string &name) {
    raw(json_string(name));
    text_ += indent_ == 0 ? ":" : ": ";
    after_key_ = true;
    return *this;
}

JsonWriter &JsonWriter::value(const std::vector<std::string> &texts) {
    return raw("[" + join(texts, indent_ == 0 ? "," : ", ", json_string) + "]");
}

JsonWriter &JsonWriter::begin(char bracket) {
    raw(std::string(1, bracket));
    ++depth_;
    first_ = true;
    return *this;
}

JsonWriter &JsonWriter::end(char bracket) {
    --depth_;
    if (!first_) {
        break_line();
    }
    text_ += bracket;
    first_ = false;
    return *this;
}

JsonWriter &JsonWriter::raw(const std::string &token) {
    poll();
    if (!after_key_) {
        separate();
    }
    text_ += token;
    after_key_ = false;
    first_ = false;
    return *this;
}

void JsonWriter::separate() {
    if (!first_) {
        text_ += ',';
    }
    if (depth_ != 0) {
        break_line();
    }
}

void JsonWriter::break_line() {
    if (indent_ != 0) {
        text_ += '\n' + std::string(depth_ * indent_, ' ');
    }
}

}  // namespace relmeta
