// Tokenizers have a token for each common word, including the preceding space. Other words are split into pieces of two or three
// letters, or single letters where consonants rarely occur together. Everything else counts one token per byte, an upper bound.
#include "core/context/tokens.hpp"

#include <string>
#include <unordered_set>

#include "core/text/lower.hpp"

namespace relmeta {

namespace {

/// Words common in identifiers. Each is one token in all of these vocabularies, with and without a preceding space.
constexpr std::string_view words_of_one_token =
    "abort abs absolute abstract accept access account accounts acl action actions activated activation active activity actor "
    "acts actual adapter add added additional addr address admin advanced after agent agg aggregate alarm alert algorithm "
    "alias aliases alive all alloc allocated allow allowed already alt alter alternate always ancestor and any api app append "
    "application apply approx archive arg args argument arguments armor array article ary ascii ask assert asset assign "
    "assignment associate associated association async atom atomic attach attached attempt attr attribute attributes attrs "
    "auth authentication author authority authorization auto availability available avg aws back backend backup bar base "
    "baseline basic batch before beg begin behavior bench best big billing bin binary bind binding bit bitmap bits blank blk "
    "block blocked blocks blue body booking bool boolean bot both bound branch break bridge broker browser bucket budget buf "
    "buffer buffers build builder builtin bulk bundle bus busy byte bytes cache cached calculate call callback callbacks "
    "called caller calls can cancel canonical capacity capture card case cash cast catalog categories category cert "
    "certificate chain challenge change changed changes channel char character characters chars charset check checker checking "
    "checkout checkpoint checksum child children chunk chunks cipher class classes clean cleanup clear client clock close "
    "closed cloud cluster clusters cmd cmp code coder codes col collect collection color colors column columns combined "
    "command commands comment comments commit common compact compare comparison compile complete completed completion "
    "component components compress compute computed concat cond condition conditions conf config configs configuration "
    "configure conn connect connected connection connections connector consistent console const constant constants constraint "
    "constraints construct contact contained container contains content contents context contexts continue contract control "
    "conv conversion convert converter cookie cookies coord copy core correct count counter country course create created "
    "creation creator credential credentials csv cube current cursor custom customer cycle data database dataset date datetime "
    "day days dead debug decl declare decode decrypt deep def default defaults define defined definition definitions defs del "
    "delay delegate delete deleted delivery delta density dep department depend dependencies dependency dependent deployment "
    "deprecated deps depth derive desc describe description desired dest destination destroy detach detail details detect "
    "development device devices dialog dict diff difference different digest dimension dir direct directories directory dirs "
    "disable disconnect dispatch display dist distance distinct distribution dns doc document documentation does domain "
    "domains done dot double down download drop dry dst dummy dump dup duplicate duration dynamic each earth edge edges "
    "editing editor elem element elements else email employee empty enable enabled enc encode encoded encoding encrypt "
    "encrypted end endpoint engine english ensure entities entity entries entry enum env environment epoch epsilon equal "
    "equals err error errors escape escaped eval event events exception exclude exclusive exec execute execution executor "
    "exist existing exists exit expand expanded expected experiment expiration expired expires expiry explicit export expr "
    "expression ext extend extended extension extensions external extra extract factory fail failed failure fake fallback "
    "family far fault feature features feed fetch field fields file filename files filesystem film filter filtered filters "
    "final find finding finished first fixture fixtures flag flags flat float flow flush foo for force foreign fork form "
    "format formatted formatter found fraction frame frames free frequency from full func function functions future gateway "
    "gem gen generate generated generation generator geo geometry get gin git given glob global goto grade grant green group "
    "groups guess handle handler handlers handling has hash have head header headers health heap height help helper hex "
    "highest history hit home hook hooks host hostname hour hours html http human hyper ident identifier identity idle ids idx "
    "ignore ignored image implementation implemented implicit import include included includes incoming increment indent index "
    "indexes inet info information infos init initial initialize inline inner input insert inspect install installed installer "
    "instance instances instead int integer integration inter interaction interface interfaces internal interval into invalid "
    "inverse invoice invoke isbn issuer item items iter java job jobs join json keep kernel key keys keyword keywords kill "
    "kind klass knowledge known kwargs label labels lag lambda lang language last latest launch layer lazy lead leaf left "
    "legacy len length less lesson letter level lex lib like limit line lines link linked links list listener listeners "
    "literal live load loaded loader loading loc local locale location locations lock locked locking log logger logging "
    "logical login logs long lookup lower mac machine main maintenance major make maker managed manager manifest many map "
    "mapping mark marker marshal mask master match matched matches matching matrix max maximum mean media member members "
    "memory merge merged mesh message messages meta metadata meth method methods metric metrics middle migration milliseconds "
    "min minimum minor missing mixed mkdir mock mod mode model models modified modify module modules mon money monitor month "
    "most mount move msg multi multipart multiple must name named names namespace native need needs nested net network new "
    "newline next nil node nodes non none normal normalize normalized not note nothing notification notify now null nullable "
    "num number numeric obj object objects observer off offset oid old once one only open operation operations operator ops "
    "opt option optional options opts order ordering ordinal org organization orig origin original other out outer output over "
    "override own owner package page pages pagination pair paragraph param parameter parameters params parent parents parse "
    "parsed parser part partial partition parts pass password patch path pathname paths pattern patterns payload payment peek "
    "pending per percent percentage period permission permissions person phone physical pid pipe pipeline plan platform plugin "
    "plugins plural point pointer policy pool pop populate port portal portfolio pos position possible post postgres posts pre "
    "precision predicate preferred prefix prepare prepared present pretty prev previous primary principal print priority "
    "private proc process processing product production profile profiles program progress project prompt prop properties "
    "property props protected protocol provided provider providers proxy pub public publication published push put quality "
    "queries query question queue quota quote quoted quotes raise raised raises random range rate ratio raw rdf read reader "
    "real reason receipt recipe record records recursive recv redirect reduce ref reference references reflect reflection "
    "refresh regex regexp region regions register registry reject rel related relation relationship relationships relative "
    "release reload remaining remote remove removed rename render replace replacement reply repo report repository req request "
    "requested requests require required requirements requires reserved reset resolution resolve resolved resolver resource "
    "resources respond response responses rest restore result results ret retrieve retry return returned reverse revision "
    "rewrite right role roles rollback room root rotate rotation route router routine routing row rows rss ruby rule rules run "
    "runner running runs runtime safe salt same sample sanitize save saved scale scan scanner schedule scheduled schema "
    "schemas scheme scope screen script scroll search sec second seconds secret section sections secure security seen seg "
    "segment segments sel select selection self send sender sent sep separator seq sequence serial series server servers "
    "service session sessions set sets setting settings setup shadow shape share shared shift short should show shutdown sig "
    "sign signal signature signed simple since single singleton site size skip slash sleep slice slot snapshot sns sock socket "
    "software some something sort sorted source sources space spaces spec special specific spell split spot sql src ssh ssl "
    "stack stage stamp standard start started starting stat state statement states static statistics stats status std stdout "
    "stem step stop storage store stored str strategy stream streams strict string strip struct structure stub student style "
    "sub subject subscription subscriptions subst success suffix suite summary super supplier support supported supports "
    "switch sym symbol sync sys system systems tab table tables tag tags tail tar target targets task tasks tcp team temp "
    "template templates tenant terminal terminate termination test tests text the then thing things this thread threads "
    "threshold through ticket time timeout timestamp timezone title tls tmp token tokens too top topic topics total touch "
    "trace trail training transaction transactions transform transition translate translations trap tree trees trial trigger "
    "trim truncate trust try ttl tuple two type typed types undef unicode union unique units unix unknown unlink unsafe until "
    "unused update updated upgrade upper uri url usage use used user username users using utc utils uuid val valid validate "
    "validation validator vals value values var variable variables vars vault vector vendor ver verbose verified verify "
    "version versions vertex via view virtual visibility visible visit volatile volume wait waiting warehouse warn warning "
    "weak week where width win window windows with without word words worker workers workflow working workspace wrap wrapped "
    "wrapper write writer writes written www xmin xml xpath yaml year yes yield zip zone zones ";

// In tenths of a token.
constexpr std::size_t one = 10;
constexpr std::size_t compound = 23;
constexpr std::size_t capital = 3;

using Words = std::unordered_set<std::string_view>;

const Words &known_words() {
    static const Words words = [] {
        Words all;
        for (std::size_t at = 0; at < words_of_one_token.size();) {
            const std::size_t end = words_of_one_token.find(' ', at);
            all.insert(words_of_one_token.substr(at, end - at));
            at = end + 1;
        }
        return all;
    }();
    return words;
}

bool is_suffix(std::string_view text) {
    return text == "s" || text == "id" || text == "ed" || text == "er" || text == "ing" || text == "no";
}

/// Whether the word is a known word followed by another known word or a common suffix.
bool is_compound(std::string_view word) {
    const Words &known = known_words();
    for (std::size_t i = 1; i < word.size(); ++i) {
        const std::string_view rest = word.substr(i);
        if (known.count(word.substr(0, i)) != 0 && (is_suffix(rest) || known.count(rest) != 0)) return true;
    }
    return false;
}

std::size_t letter(char c) {
    switch (c) {
        case 'a':
        case 'e':
        case 'i':
        case 'o':
        case 'u': return 3;
        case 'j':
        case 'q':
        case 'x':
        case 'z': return 10;
        case 'k':
        case 'v':
        case 'w':
        case 'y': return 8;
        default: return 6;
    }
}

/// `word` is in lower case.
std::size_t tenths_of_word(std::string_view word, bool capitals) {
    if (!capitals && known_words().count(word) != 0) return one;
    std::size_t sum = 0;
    for (const char c : word) sum += letter(c);
    if (sum > compound && !capitals && word.size() <= 63 && is_compound(word)) return compound;
    return sum < one ? one : sum;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::size_t estimated_tokens(std::string_view text) {
    std::size_t tenths = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_upper(text[end])) ++end;
        const bool capitals = end - at > 1;
        if (!capitals) {
            while (end < text.size() && is_lower(text[end])) ++end;
        }
        if (end > at) {
            tenths += tenths_of_word(lower(text.substr(at, end - at)), capitals) + (is_upper(text[at]) ? capital : 0);
            at = end;
            continue;
        }
        // A space belongs to the word after it.
        const bool before_word = text[at] == ' ' && at + 1 < text.size() && (is_lower(text[at + 1]) || is_upper(text[at + 1]));
        if (!before_word) tenths += one;
        ++at;
    }
    return (tenths + one - 1) / one;
}

}  // namespace relmeta
