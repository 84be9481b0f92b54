// The file has a header line, followed by lines of the form "SEVERITY RULE OBJECT". A newline in a name is written as \n.
#include "core/report/baseline.hpp"

#include <algorithm>
#include <optional>

#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

constexpr const char *head = "# relmeta lint baseline 1";

std::string escaped(const std::string &text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '\\': result += "\\\\"; break;
            case '\n': result += "\\n"; break;
            case '\r': result += "\\r"; break;
            default: result += c;
        }
    }
    return result;
}

/// Reverses escaped(); nullopt for an unknown escape.
std::optional<std::string> unescaped(const std::string &text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            result += text[at];
            continue;
        }
        switch (++at < text.size() ? text[at] : '\0') {
            case '\\': result += '\\'; break;
            case 'n': result += '\n'; break;
            case 'r': result += '\r'; break;
            default: return std::nullopt;
        }
    }
    return result;
}

std::vector<std::string> lines_of(const std::string &text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        lines.push_back(text.substr(start, end - start));
        if (!lines.back().empty() && lines.back().back() == '\r') {
            lines.back().pop_back();
        }
        start = end + 1;
    }
    return lines;
}

}  // namespace

Baseline::Baseline(const std::vector<Finding> &findings) {
    for (const Finding &finding : findings) {
        const auto entry = known_.emplace(Key(finding.rule, finding.object), finding.severity).first;
        entry->second = std::min(entry->second, finding.severity);
    }
}

Baseline Baseline::read(const std::string &text) {
    const std::vector<std::string> lines = lines_of(text);
    if (lines.empty() || lines.front() != head) {
        throw UserError(sqlstate::invalid_text_representation, "not a baseline of this version",
                        "Create one with \"relmeta lint --save-baseline FILE\".");
    }
    std::vector<Finding> findings;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string &line = lines[i];
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const std::size_t first = line.find(' ');
        const std::size_t second = first == std::string::npos ? first : line.find(' ', first + 1);
        const std::optional<Severity> severity = severity_from(line.substr(0, first));
        const std::optional<std::string> object = second == std::string::npos ? std::nullopt : unescaped(line.substr(second + 1));
        if (!severity || !object || object->empty() || second == first + 1) {
            throw UserError(sqlstate::invalid_text_representation,
                            "line " + std::to_string(i + 1) + " of the baseline is not a finding: " + in_quotes(line),
                            "Each line is SEVERITY RULE OBJECT.");
        }
        findings.push_back({*severity, line.substr(first + 1, second - first - 1), *object, "", ""});
    }
    return Baseline(findings);
}

std::string Baseline::text() const {
    std::string text = std::string(head) + '\n';
    for (const auto &[key, severity] : known_) {
        text += std::string(to_string(severity)) + ' ' + key.first + ' ' + escaped(key.second) + '\n';
    }
    return text;
}

bool Baseline::knows(const Finding &finding) const {
    const auto found = known_.find({finding.rule, finding.object});
    return found != known_.end() && found->second <= finding.severity;
}

std::size_t Baseline::gone(const std::vector<Finding> &findings) const {
    const Baseline now(findings);
    return static_cast<std::size_t>(
        std::count_if(known_.begin(), known_.end(), [&](const auto &entry) { return now.known_.count(entry.first) == 0; }));
}

}  // namespace relmeta
