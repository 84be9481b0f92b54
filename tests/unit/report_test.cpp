// Ignored and known findings, and the formats of findings for programs.
#include "core/report/report.hpp"

#include <gtest/gtest.h>

#include "core/report/baseline.hpp"
#include "core/report/ignore.hpp"
#include "core/text/error.hpp"

namespace relmeta {
namespace {

const std::string hostile = "public.\"\"\";--<script>%0A::error::{0}[a](b)\n::error::\\\"";

Finding finding(const std::string &rule, const std::string &object, Severity severity = Severity::warning) {
    return {severity, rule, object, object + " is wrong", ""};
}

std::vector<std::string> left(std::vector<Finding> findings, const std::string &ignored) {
    take_ignored(findings, {ignore_from(ignored)});
    std::vector<std::string> objects;
    for (const Finding &finding : findings) objects.push_back(finding.object);
    return objects;
}

std::string error_of(const std::string &ignored) {
    try {
        ignore_from(ignored);
    } catch (const UserError &error) {
        return std::string(error.what()) + (error.hint.empty() ? "" : " / " + error.hint);
    }
    return "";
}

TEST(Ignore, MatchesARuleAnObjectOrATable) {
    const std::vector<Finding> findings{
        finding("foreign_key_not_valid", "a on public.post"), finding("foreign_key_not_valid", "\"B on x\" on public.\"Post\""),
        finding("table_without_primary_key", "public.post"), finding("relationship_named_as_column", "public.post.author")};
    const std::string second = findings[1].object;
    using Objects = std::vector<std::string>;
    EXPECT_EQ(left(findings, "foreign_key_not_valid"), Objects({"public.post", "public.post.author"}));
    EXPECT_EQ(left(findings, "foreign_key_not_valid:a on public.post"), Objects({second, "public.post", "public.post.author"}));
    EXPECT_EQ(left(findings, "foreign_key_not_valid:public.post"), Objects({second, "public.post", "public.post.author"}));
    EXPECT_EQ(left(findings, "foreign_key_not_valid:PUBLIC.\"post\""), Objects({second, "public.post", "public.post.author"}));
    EXPECT_EQ(left(findings, ":public.post"), Objects({second}));
    EXPECT_EQ(left(findings, ":public.post.author"), Objects({"a on public.post", second, "public.post"}));
    EXPECT_EQ(left(findings, "foreign_key_not_valid:public.\"Post\"").size(), 3u);
    EXPECT_EQ(left(findings, "foreign_key_not_valid:" + second).size(), 3u);
    EXPECT_EQ(left(findings, "foreign_key_not_valid:\"B on x\" on public.post").size(), 4u);
    EXPECT_EQ(left(findings, "required_cycle").size(), 4u);
    EXPECT_EQ(left({finding("required_cycle", hostile)}, "required_cycle:" + hostile).size(), 0u);
}

TEST(Ignore, SaysWhichMatchNothing) {
    std::vector<Finding> findings{finding("required_cycle", "a on public.t")};
    const std::vector<Ignore> unused =
        take_ignored(findings, {ignore_from("required_cycle"), ignore_from("required_cycle:public.t"), ignore_from(":public.u")});
    EXPECT_TRUE(findings.empty());
    ASSERT_EQ(unused.size(), 1u);
    EXPECT_EQ(unused[0].origin, "--ignore :public.u");
}

TEST(Ignore, RefusesWhatNoFindingHas) {
    EXPECT_EQ(error_of("required_cycles"), "unknown rule \"required_cycles\" / Perhaps you meant \"required_cycle\".");
    EXPECT_EQ(error_of(""), "missing rule or object");
    EXPECT_EQ(error_of("required_cycle:"), "missing object after the colon in \"required_cycle:\"");
    for (const std::string object :
         {"post", "a.b.c.d", "a..b", "\"a", "\"a\"b.c", "a on b", "a on b.c.d", "a on b.c on d", "a b.c", "a.b "}) {
        EXPECT_EQ(error_of(":" + object).substr(0, 14), "invalid object") << object;
    }
}

TEST(Baseline, KnowsWhatItHolds) {
    const std::vector<Finding> findings{finding("required_cycle", hostile), finding("foreign_key_not_valid", "a on public.t"),
                                        finding("duplicate_bridge", "public.t", Severity::info)};
    const std::string text = Baseline(findings).text();
    EXPECT_EQ(text.substr(0, text.find('"')),
              "# relmeta lint baseline 1\n"
              "info duplicate_bridge public.t\n"
              "warning foreign_key_not_valid a on public.t\n"
              "warning required_cycle public.");
    std::string with_returns;
    for (const char c : text) with_returns += c == '\n' ? "\r\n" : std::string(1, c);
    for (const std::string &read : {text, with_returns}) {
        const Baseline baseline = Baseline::read(read);
        EXPECT_EQ(baseline.text(), text);
        for (const Finding &known : findings) EXPECT_TRUE(baseline.knows(known)) << known.object;
        EXPECT_FALSE(baseline.knows(finding("foreign_key_not_valid", "b on public.t")));
        EXPECT_FALSE(baseline.knows(finding("required_cycle", "a on public.t")));
        EXPECT_FALSE(baseline.knows(finding("duplicate_bridge", "public.t", Severity::warning))) << "it has become worse";
        EXPECT_TRUE(baseline.knows(finding("required_cycle", hostile, Severity::info)));
        EXPECT_EQ(baseline.gone(findings), 0u);
        EXPECT_EQ(baseline.gone({findings[1]}), 2u);
    }
}

TEST(Baseline, RefusesWhatIsNone) {
    const std::string head = "# relmeta lint baseline 1\n";
    EXPECT_EQ(Baseline::read(head + "\n# a comment\n").gone({}), 0u);
    for (const std::string text : {"", "{}", "# relmeta lint baseline 2\n", "\n# relmeta lint baseline 1\n"}) {
        EXPECT_THROW(Baseline::read(text), UserError) << text;
    }
    for (const std::string line : {"warning", "warning rule", "warning rule ", "warning  object", "warn rule object",
                                   "<<<<<<< HEAD", "warning rule a\\b", "warning rule a\\", " warning rule object"}) {
        try {
            Baseline::read(head + "error rule object\n" + line + "\n");
            ADD_FAILURE() << line;
        } catch (const UserError &error) {
            EXPECT_EQ(std::string(error.what()), "line 3 of the baseline is not a finding: \"" + line + "\"");
        }
    }
}

TEST(Reports, AnnotateOnOneLine) {
    Finding found = finding("required_cycle", hostile, Severity::error);
    found.fix = "ALTER;\n::stop-commands::x";
    const std::string text = reports::annotations({found, finding("duplicate_bridge", "a,b:c", Severity::info)});
    EXPECT_EQ(text,
              "::error title=required_cycle::public.\"\"\";--<script>%250A::error::{0}[a](b)%0A::error::\\\": "
              "public.\"\"\";--<script>%250A::error::{0}[a](b)%0A::error::\\\" is wrong%0AFix: ALTER;%0A::stop-commands::x\n"
              "::notice title=duplicate_bridge::a,b:c: a,b:c is wrong\n");
    EXPECT_EQ(reports::annotations({{Severity::warning, "r", "\x1b[2J\x7f\t",
                                     "\xc2\x9b gr\xc3\xb6\xc3\x9f"
                                     "e",
                                     ""}}),
              "::warning title=r::\\x1B[2J\\x7F\t: \\u009B gr\xc3\xb6\xc3\x9f"
              "e\n");
    EXPECT_EQ(reports::annotations({{Severity::warning, "of,another:version%", "o", "m", ""}}),
              "::warning title=of%2Canother%3Aversion%25::o: m\n");
}

TEST(Reports, HaveNoPlaceholderAndNoLinkInSarif) {
    const std::string text = reports::sarif({finding("required_cycle", hostile)}, "1.0");
    EXPECT_NE(text.find(R"("text": "public.\"\"\";--<script>%0A::error::{{0}}[a\\](b)\u000a::error::\\\" is wrong")"),
              std::string::npos)
        << text;
}

}  // namespace
}  // namespace relmeta
