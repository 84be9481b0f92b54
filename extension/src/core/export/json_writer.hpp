// Writes JSON as it goes, with members in the order given. Names pass in the encoding they come in, whatever that of the database
// is: a JSON library would insist on UTF-8.
#pragma once

#include <string>
#include <vector>

namespace relmeta {

/// The text as a JSON string, quotes included.
std::string json_string(const std::string &text);

class JsonWriter {
public:
    /// `indent`: spaces for each level, one member or element a line; 0: all on one line.
    explicit JsonWriter(std::size_t indent) : indent_(indent) {}

    JsonWriter &begin_object() { return begin('{'); }
    JsonWriter &end_object() { return end('}'); }
    JsonWriter &begin_array() { return begin('['); }
    JsonWriter &end_array() { return end(']'); }
    /// What comes next is the member of that name.
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
    bool first_ = true;  ///< nothing stands in the innermost object or array yet
    bool after_key_ = false;
    std::string text_;
};

}  // namespace relmeta
