#include "core/report/report.hpp"

#include <cstdio>

#include "core/export/json_writer.hpp"
#include "core/text/poll.hpp"

namespace relmeta::reports {

namespace {

const char *sarif_level(Severity severity) { return severity == Severity::info ? "note" : to_string(severity); }

/// Escapes a message without placeholders and links: doubles braces, and escapes a bracket that could end the text of a link.
std::string plain_message(const std::string &text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '{' || c == '}') {
            result += c;
        } else if (c == ']' && at + 1 < text.size() && text[at + 1] == '(') {
            result += '\\';
        }
        result += c;
    }
    return result;
}

void write_message(JsonWriter &json, const std::string &name, const std::string &text) {
    json.key(name).begin_object().member("text", plain_message(text)).end_object();
}

void write_rule(JsonWriter &json, const RuleInfo &rule) {
    const std::string meaning = rule.meaning;
    json.begin_object().member("id", rule.name);
    write_message(json, "shortDescription", meaning);
    write_message(json, "help",
                  "Finds " + meaning + ". Section " + rule.name + " of relmeta's doc/lint.md explains when and how to fix it.");
    json.key("defaultConfiguration").begin_object().member("level", sarif_level(rule.severity)).end_object();
    json.end_object();
}

void write_result(JsonWriter &json, const Finding &finding) {
    json.begin_object().member("ruleId", finding.rule);
    if (const RuleInfo *rule = find_rule(finding.rule)) {
        json.member("ruleIndex", static_cast<int>(rule->rule));
    }
    json.member("level", sarif_level(finding.severity));
    write_message(json, "message", finding.message + (finding.fix.empty() ? "" : "\nFix: " + finding.fix));
    json.key("locations").begin_array().begin_object().key("logicalLocations").begin_array().begin_object();
    json.member("fullyQualifiedName", finding.object).end_object().end_array().end_object().end_array();
    json.key("partialFingerprints").begin_object().member("relmeta/v1", finding.rule + ' ' + finding.object).end_object();
    if (!finding.fix.empty()) {
        json.key("properties").begin_object().member("fix", finding.fix).end_object();
    }
    json.end_object();
}

std::string hexadecimal(char byte) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02X", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    return digits;
}

/// Escapes text for a workflow command, on one line. A colon or comma ends a property, a newline ends a message. Control
/// characters are shown as escapes, because the output is also read on terminals.
std::string escaped(const std::string &text, bool property) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        switch (c) {
            case '%': result += "%25"; break;
            case '\r': result += "%0D"; break;
            case '\n': result += "%0A"; break;
            case ':': result += property ? "%3A" : ":"; break;
            case ',': result += property ? "%2C" : ","; break;
            case '\t': result += c; break;
            case '\xc2':
                if (at + 1 < text.size() && (static_cast<unsigned char>(text[at + 1]) & 0xe0) == 0x80) {
                    result += "\\u00" + hexadecimal(text[++at]);
                } else {
                    result += c;
                }
                break;
            default: result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? "\\x" + hexadecimal(c) : std::string(1, c);
        }
    }
    return result;
}

const char *annotation_level(Severity severity) { return severity == Severity::info ? "notice" : to_string(severity); }

}  // namespace

std::string json(const std::vector<Finding> &findings) {
    JsonWriter json(2);
    json.begin_array();
    for (const Finding &finding : findings) {
        json.begin_object().member("severity", to_string(finding.severity)).member("rule", finding.rule);
        json.member("object", finding.object).member("message", finding.message).key("fix");
        if (finding.fix.empty()) {
            json.null();
        } else {
            json.value(finding.fix);
        }
        json.end_object();
    }
    json.end_array();
    return json.text() + '\n';
}

std::string sarif(const std::vector<Finding> &findings, const std::string &version) {
    JsonWriter json(2);
    json.begin_object().member("$schema", "https://json.schemastore.org/sarif-2.1.0.json").member("version", "2.1.0");
    json.key("runs").begin_array().begin_object();
    json.key("tool").begin_object().key("driver").begin_object().member("name", "relmeta").member("version", version);
    json.key("rules").begin_array();
    for (const RuleInfo &rule : lint_rules()) {
        write_rule(json, rule);
    }
    json.end_array().end_object().end_object();
    json.key("results").begin_array();
    for (const Finding &finding : findings) {
        write_result(json, finding);
    }
    json.end_array().end_object().end_array().end_object();
    return json.text() + '\n';
}

std::string annotations(const std::vector<Finding> &findings) {
    std::string text;
    for (const Finding &finding : findings) {
        poll();
        const std::string message =
            finding.object + ": " + finding.message + (finding.fix.empty() ? "" : "\nFix: " + finding.fix);
        text += std::string("::") + annotation_level(finding.severity) + " title=" + escaped(finding.rule, true) +
                "::" + escaped(message, false) + '\n';
    }
    return text;
}

}  // namespace relmeta::reports
