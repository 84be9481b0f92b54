// A streaming JSON writer that keeps the order of members. Text may be in any database encoding, whereas a JSON library would
// require UTF-8.
#pragma once

#include <string>
#include <vector>

namespace relmeta {

/// The text as a quoted JSON string.
std::string json_string(const std::string &text);

class JsonWriter {
public:
    /// `indent`: spaces per level, with one member or element per line; 0: all on one line.
    explicit JsonWriter(std::size_t indent) : indent_(indent) {}

    JsonWriter &begin_object() { return begin('{'); }
    JsonWriter &end_object() { return end('}'); }
    JsonWriter &begin_array() { return begin('['); }
    JsonWriter &end_array() { return end(']'); }
    /// Starts a member; its value must follow.
    JsonWriter &key(const std::string &name);
    JsonWriter &value(const std::string &text) { return raw(json_string(text)); }
    JsonWriter &value(const char *text) { return value(std::string(text)); }
    JsonWriter &value(bool truth) { return raw(truth ? "true" : "false"); }
    JsonWriter &value(int number) { return raw(std::to_string(number)); }
    /// An array of strings, on one line.
    JsonWriter &value(const std::vector<std::string> &texts);
    JsonWriter &null() { return raw("null"); }

    template <typename Value>
    JsonWriter &member(const std::string &name, const Value &content) {
        key(name);
        return value(content);
    }

    const std::string &text() const { return text_; }

private:
    JsonWriter &begin(char bracket);
    JsonWriter &end(char bracket);
    JsonWriter &raw(const std::string &token);
    void separate();
    void break_line();

    std::size_t indent_;
    std::size_t depth_ = 0;
    bool first_ = true;  ///< whether the innermost object or array is still empty
    bool after_key_ = false;
    std::string text_;
};

}  // namespace relmeta
