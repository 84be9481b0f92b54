#include "lint.hpp"

#include <algorithm>

#include "command_line.hpp"
#include "config/config.hpp"
#include "core/report/baseline.hpp"
#include "core/report/ignore.hpp"
#include "core/report/report.hpp"
#include "core/text/error.hpp"
#include "file.hpp"
#include "source.hpp"
#include "text.hpp"

namespace relmeta::client {
namespace {

std::string option(const Arguments &arguments, const std::string &name) {
    const auto given = arguments.find(name);
    return given == arguments.end() ? "" : given->second.front();
}

Severity fail_on(const Arguments &arguments) {
    const std::string name = option(arguments, "fail_on");
    const std::optional<Severity> severity = severity_from(name.empty() ? "warning" : name);
    if (!severity) throw UsageError("invalid severity \"" + name + "\": must be error, warning or info");
    return *severity;
}

std::string with_hint(const UserError &error) { return error.what() + (error.hint.empty() ? "" : "\nHINT: " + error.hint); }

/// The ignores of --ignore.
std::vector<Ignore> typed_ignores(const Arguments &arguments) {
    std::vector<Ignore> ignores;
    const auto given = arguments.find("ignore");
    if (given == arguments.end()) return ignores;
    for (const std::string &text : given->second) {
        try {
            ignores.push_back(ignore_from(text));
        } catch (const UserError &error) {
            throw UsageError(with_hint(error));
        }
    }
    return ignores;
}

/// The ignores of relmeta.toml.
std::vector<Ignore> ignores_of(const Config &config) {
    std::vector<Ignore> ignores;
    for (const Config::Ignore &each : config.ignores) {
        ignores.push_back({each.rule, each.object, config.file + ':' + std::to_string(each.line) + ": [[lint.ignore]]"});
        try {
            check_ignore(ignores.back());
        } catch (const UserError &error) {
            refuse_line(config, each.line, with_hint(error));
        }
    }
    return ignores;
}

Baseline read_baseline(const std::string &file) {
    try {
        return Baseline::read(contents_of(file));
    } catch (const UserError &error) {
        throw OutputError("could not read file \"" + file + "\": " + with_hint(error));
    }
}

/// Converts text from the terminal's encoding to UTF-8.
std::string to_utf8(Connection &connection, const std::string &text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return text;
    const std::string hex =
        connection.run({"SELECT pg_catalog.encode(pg_catalog.convert_to($1, 'UTF8'), 'hex')", {text}}).value(0, 0);
    std::string converted;
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        converted += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
    }
    return converted;
}

/// Switches to UTF-8, which files and programs expect.
void switch_to_utf8(Connection &connection, std::vector<Ignore> &ignores) {
    for (Ignore &ignore : ignores) ignore.object = to_utf8(connection, ignore.object);
    connection.use_utf8();
}

std::vector<Finding> read_findings(const Context &context) {
    enum Column { severity, rule, object, message, fix };
    const Result rows = context.source.answer(context.command, context.arguments);
    std::vector<Finding> findings;
    findings.reserve(static_cast<std::size_t>(rows.rows()));
    for (int row = 0; row < rows.rows(); ++row) {
        findings.push_back({severity_from(rows.value(row, severity)).value_or(Severity::error), rows.value(row, rule),
                            rows.value(row, object), rows.value(row, message), rows.value(row, fix)});
    }
    return findings;
}

/// Puts the text on one line. A name can contain a line feed, and a forge reads commands at line starts.
std::string one_line(const std::string &text) {
    std::string line;
    for (const char c : printable(text)) line += c == '\n' ? std::string("\\x0A") : std::string(1, c);
    return line;
}

/// The text output has one line for each finding, followed by the SQL that fixes it.
std::string table(const std::vector<Finding> &findings) {
    std::string text;
    for (const Finding &finding : findings) {
        text += one_line(to_string(finding.severity) + (": " + finding.object) + ": " + finding.message) + " [" + finding.rule +
                "]\n";
        if (!finding.fix.empty()) text += "    " + one_line(finding.fix) + '\n';
    }
    return text;
}

std::string csv(const std::vector<Finding> &findings) {
    std::string text = csv_line({"severity", "rule", "object", "message", "fix"});
    for (const Finding &finding : findings) {
        text += csv_line({to_string(finding.severity), finding.rule, finding.object, finding.message,
                          finding.fix.empty() ? std::nullopt : std::make_optional(finding.fix)});
    }
    return text;
}

std::string report(const std::vector<Finding> &findings, Format format) {
    switch (format) {
        case Format::json: return reports::json(findings);
        case Format::csv: return csv(findings);
        case Format::sarif: return reports::sarif(findings, RELMETA_VERSION);
        case Format::github: return reports::annotations(findings);
        case Format::table: break;
    }
    return table(findings);
}

std::string count(std::size_t number, const std::string &what) {
    return std::to_string(number) + ' ' + what + (number == 1 ? "" : "s");
}

/// Removes ignored findings. Warns about ignores that match nothing, unless only some tables are checked.
void leave_out_ignored(std::vector<Finding> &findings, const std::vector<Ignore> &ignores, bool all_tables) {
    for (const Ignore &unused : take_ignored(findings, ignores)) {
        if (all_tables) warn(unused.origin + " matches no finding");
    }
}

/// Removes findings in the baseline, and notes baseline entries that no longer occur.
void leave_out_known(std::vector<Finding> &findings, const Baseline &baseline, bool all_tables, Output &output) {
    const std::size_t gone = baseline.gone(findings);
    if (all_tables && gone > 0) output.note("fixed since the baseline was saved: " + count(gone, "finding"));
    findings.erase(std::remove_if(findings.begin(), findings.end(), [&](const Finding &each) { return baseline.knows(each); }),
                   findings.end());
}

}  // namespace

void check_lint(const Arguments &arguments) {
    fail_on(arguments);
    typed_ignores(arguments);
}

int run_lint(const Context &context) {
    const Arguments &arguments = context.arguments;
    const Format format = context.output.format();
    const std::string baseline_file = option(arguments, "baseline"), new_file = option(arguments, "save_baseline");
    const std::vector<Ignore> kept = ignores_of(config_in_effect(context.settings.config));
    std::vector<Ignore> ignores = typed_ignores(arguments);
    std::optional<Baseline> baseline;
    if (!baseline_file.empty()) baseline = read_baseline(baseline_file);
    std::optional<Destination> new_baseline;
    if (!new_file.empty()) new_baseline.emplace(new_file == "-" ? "" : new_file);
    if (baseline || new_baseline || !kept.empty() || format == Format::sarif || format == Format::github) {
        switch_to_utf8(context.connection, ignores);
    }
    ignores.insert(ignores.end(), kept.begin(), kept.end());

    std::vector<Finding> findings = read_findings(context);
    const bool all_tables = arguments.count("tables") == 0;
    leave_out_ignored(findings, ignores, all_tables);
    if (new_baseline) {
        const Baseline all(findings);
        new_baseline->write(all.text());
        context.output.note(count(findings.size(), "finding") + " written to " + new_file);
        if (!baseline) baseline = all;
    }
    if (baseline) leave_out_known(findings, *baseline, all_tables, context.output);
    context.output.text(report(findings, format));
    if (findings.empty()) context.output.note(baseline ? "no new findings" : "no findings");
    const Severity least = fail_on(arguments);
    return std::any_of(findings.begin(), findings.end(), [&](const Finding &finding) { return finding.severity <= least; })
               ? found
               : done;
}

}  // namespace relmeta::client
