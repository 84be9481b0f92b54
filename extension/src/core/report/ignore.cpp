// Objects are compared as identifiers, so public."account" equals public.account.
#include "core/report/ignore.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/text/error.hpp"
#include "core/text/near.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// schema.table, schema.table.part, or part on schema.table.
struct Object {
    std::string schema, table, part;

    bool operator==(const Object &other) const {
        return std::tie(schema, table, part) == std::tie(other.schema, other.table, other.part);
    }
    /// Whether `other` is this object, or belongs to this table.
    bool holds(const Object &other) const {
        return *this == other || (part.empty() && schema == other.schema && table == other.table);
    }
};

/// Parses a quoted or unquoted identifier at `at`, and advances `at`. Empty if there is none.
std::string identifier(const std::string &text, std::size_t &at) {
    std::string name;
    if (at < text.size() && text[at] == '"') {
        for (++at; at < text.size(); ++at) {
            if (text[at] != '"') {
                name += text[at];
            } else if (text[++at] == '"') {
                name += '"';
            } else {
                return name;
            }
        }
        return {};
    }
    for (; at < text.size() && std::string(".\" \t\r\n").find(text[at]) == std::string::npos; ++at) {
        const char c = text[at];
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

std::optional<Object> object_from(const std::string &text) {
    constexpr const char *on = " on ";
    std::vector<std::string> names;
    bool constraint = false;
    for (std::size_t at = 0;; ++at) {
        names.push_back(identifier(text, at));
        if (names.back().empty()) {
            return std::nullopt;
        }
        if (at == text.size()) {
            break;
        }
        if (names.size() == 1 && text.compare(at, 4, on) == 0) {
            constraint = true;
            at += 3;
        } else if (text[at] != '.') {
            return std::nullopt;
        }
    }
    if (constraint) {
        return names.size() == 3 ? std::optional<Object>({names[1], names[2], names[0]}) : std::nullopt;
    }
    if (names.size() != 2 && names.size() != 3) {
        return std::nullopt;
    }
    return Object{names[0], names[1], names.size() == 3 ? names[2] : ""};
}

std::vector<std::string> names_of_rules() {
    std::vector<std::string> names;
    for (const RuleInfo &rule : lint_rules()) {
        names.emplace_back(rule.name);
    }
    return names;
}

}  // namespace

Ignore ignore_from(const std::string &text) {
    const std::size_t colon = text.find(':');
    Ignore ignore{text.substr(0, colon), colon == std::string::npos ? "" : text.substr(colon + 1), "--ignore " + text};
    if (colon != std::string::npos && ignore.object.empty()) {
        throw UserError(sqlstate::invalid_name, "missing object after the colon in " + in_quotes(text));
    }
    check_ignore(ignore);
    return ignore;
}

void check_ignore(const Ignore &ignore) {
    if (ignore.rule.empty() && ignore.object.empty()) {
        throw UserError(sqlstate::invalid_parameter_value, "missing rule or object");
    }
    if (!ignore.rule.empty() && find_rule(ignore.rule) == nullptr) {
        throw UserError(sqlstate::undefined_object, "unknown rule " + in_quotes(ignore.rule),
                        near_hint(ignore.rule, names_of_rules()));
    }
    if (!ignore.object.empty() && !object_from(ignore.object)) {
        throw UserError(sqlstate::invalid_name, "invalid object " + in_quotes(ignore.object),
                        "An object is a table with its schema, or what lint reports: public.post, post_author_id_fkey on "
                        "public.post.");
    }
}

std::vector<Ignore> take_ignored(std::vector<Finding> &findings, const std::vector<Ignore> &ignores) {
    std::vector<std::optional<Object>> objects;
    std::vector<bool> used(ignores.size());
    objects.reserve(ignores.size());
    for (const Ignore &ignore : ignores) {
        objects.push_back(ignore.object.empty() ? std::nullopt : object_from(ignore.object));
    }
    const auto ignored = [&](const Finding &finding) {
        const std::optional<Object> object = object_from(finding.object);
        bool any = false;
        for (std::size_t i = 0; i < ignores.size(); ++i) {
            const bool same_rule = ignores[i].rule.empty() || ignores[i].rule == finding.rule;
            const bool same_object = ignores[i].object.empty() || (object && objects[i] && objects[i]->holds(*object));
            if (same_rule && same_object) {
                used[i] = any = true;
            }
        }
        return any;
    };
    findings.erase(std::remove_if(findings.begin(), findings.end(), ignored), findings.end());
    std::vector<Ignore> unused;
    for (std::size_t i = 0; i < ignores.size(); ++i) {
        if (!used[i]) {
            unused.push_back(ignores[i]);
        }
    }
    return unused;
}

}  // namespace relmeta
