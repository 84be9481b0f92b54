// The built-in word lists for English-speaking schemas. Words for columns are written in snake_case and compared without case and
// separators, so created_by also matches createdBy and CREATEDBY.

#include "core/model/words.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/text/lower.hpp"

namespace relmeta {

namespace {

// Packed lists are easier to read than one word per line.
// clang-format off

// Columns that record who changed a row, or when. A foreign key on one of them is an audit key.
const char *const audit_words[] = {
    // when
    "created", "created_at", "created_on", "created_date", "created_time", "create_date", "create_time", "creation_date",
    "creation_time", "date_created", "date_creation", "inserted_at", "insert_date", "insert_time", "added_at", "added_on",
    "date_added", "updated", "updated_at", "updated_on", "updated_date", "updated_time", "update_date", "update_time",
    "last_update", "last_updated", "date_updated", "modified", "modified_at", "modified_on", "modified_date",
    "modification_date", "date_modified", "last_modified", "last_modified_at", "last_modified_date", "last_modified_on",
    "changed_at", "changed_on", "last_changed", "write_date", "deleted", "deleted_at", "deleted_on", "deleted_date",
    "date_deleted", "is_deleted", "archived_at",
    // who
    "created_by", "create_uid", "create_user", "created_by_user", "creator", "inserted_by", "added_by", "updated_by",
    "update_uid", "update_user", "updated_by_user", "updater", "last_updated_by", "modified_by", "modified_by_user", "modifier",
    "last_modified_by", "changed_by", "last_changed_by", "write_uid", "deleted_by", "deleted_by_user", "archived_by",
    // optimistic locks
    "lock_version", "row_version", "opt_lock",
};

// Columns that order the rows of a link.
const char *const ordering_words[] = {
    "position", "pos", "sequence", "seq", "sequence_number", "seq_no", "sort", "sort_order", "sort_index", "sort_key",
    "order", "ordering", "order_index", "order_number", "order_no", "ordinal", "ordinal_position", "display_order", "list_order",
    "rank", "ranking",
};

// Words that may follow the nouns in the name of a bridge: user_group_membership, product_category_map.
const char *const link_words[] = {
    "assignment", "assoc", "association", "binding", "bridge", "join", "junction", "link", "linkage", "map", "mapping",
    "member", "membership", "ref", "rel", "relation", "relationship", "through", "xref",
};

// Words for the owner of a row in a multi-tenant database.
const char *const tenant_words[] = {"tenant", "company"};

// Suffixes of foreign-key columns.
const char *const key_suffix_words[] = {
    "_uuid", "_code", "_key", "_ref", "_id", "_fk", "_no", "Id",
};

// clang-format off
// Nouns that the spelling rules get wrong: singular, plural. If a noun has two plurals, relmeta recognizes both and writes the
// first.
const std::pair<const char *, const char *> irregular_nouns[] = {
    // irregular
    {"person", "people"}, {"child", "children"}, {"man", "men"}, {"woman", "women"}, {"foot", "feet"}, {"tooth", "teeth"},
    {"goose", "geese"}, {"mouse", "mice"}, {"louse", "lice"}, {"ox", "oxen"}, {"die", "dice"}, {"quiz", "quizzes"},
    {"penny", "pennies"}, {"passerby", "passersby"},
    // -f, -fe
    {"leaf", "leaves"}, {"shelf", "shelves"}, {"half", "halves"}, {"self", "selves"}, {"calf", "calves"}, {"wolf", "wolves"},
    {"elf", "elves"}, {"loaf", "loaves"}, {"thief", "thieves"}, {"scarf", "scarves"}, {"hoof", "hooves"}, {"knife", "knives"},
    {"life", "lives"}, {"wife", "wives"}, {"wharf", "wharves"},
    // -o
    {"hero", "heroes"}, {"potato", "potatoes"}, {"tomato", "tomatoes"}, {"echo", "echoes"}, {"veto", "vetoes"},
    {"torpedo", "torpedoes"}, {"embargo", "embargoes"}, {"volcano", "volcanoes"}, {"tornado", "tornadoes"},
    {"canoe", "canoes"},
    // Latin and Greek
    {"index", "indexes"}, {"index", "indices"}, {"matrix", "matrices"}, {"matrix", "matrixes"}, {"vertex", "vertices"},
    {"vertex", "vertexes"}, {"appendix", "appendices"}, {"appendix", "appendixes"}, {"codex", "codices"},
    {"vortex", "vortices"}, {"cortex", "cortices"}, {"datum", "data"}, {"medium", "media"}, {"criterion", "criteria"},
    {"phenomenon", "phenomena"}, {"curriculum", "curricula"}, {"memorandum", "memoranda"}, {"addendum", "addenda"},
    {"bacterium", "bacteria"}, {"erratum", "errata"}, {"stratum", "strata"}, {"spectrum", "spectra"},
    {"consortium", "consortia"}, {"millennium", "millennia"}, {"symposium", "symposia"}, {"maximum", "maxima"},
    {"minimum", "minima"}, {"extremum", "extrema"}, {"optimum", "optima"}, {"quantum", "quanta"}, {"phylum", "phyla"},
    {"ovum", "ova"}, {"radius", "radii"}, {"stimulus", "stimuli"}, {"alumnus", "alumni"}, {"nucleus", "nuclei"},
    {"locus", "loci"}, {"torus", "tori"}, {"bacillus", "bacilli"}, {"fungus", "fungi"}, {"corpus", "corpora"},
    {"genus", "genera"}, {"focus", "focuses"}, {"focus", "foci"}, {"alga", "algae"}, {"larva", "larvae"},
    {"vertebra", "vertebrae"}, {"formula", "formulas"}, {"formula", "formulae"}, {"antenna", "antennas"},
    {"antenna", "antennae"}, {"schema", "schemas"}, {"schema", "schemata"}, {"analysis", "analyses"}, {"base", "bases"},
    {"basis", "bases"}, {"crisis", "crises"}, {"axis", "axes"}, {"oasis", "oases"}, {"emphasis", "emphases"},
    {"synopsis", "synopses"}, {"ellipsis", "ellipses"}, {"nemesis", "nemeses"},
    // singulars that look like plurals
    {"alias", "aliases"}, {"bias", "biases"}, {"gas", "gases"}, {"atlas", "atlases"}, {"canvas", "canvases"},
    {"lens", "lenses"}, {"iris", "irises"}, {"yes", "yeses"}, {"use", "uses"}, {"reuse", "reuses"}, {"misuse", "misuses"},
    {"abuse", "abuses"}, {"excuse", "excuses"}, {"fuse", "fuses"}, {"muse", "muses"}, {"recluse", "recluses"},
    // plurals of singulars in -u and -i
    {"menu", "menus"}, {"sku", "skus"}, {"cpu", "cpus"}, {"gpu", "gpus"}, {"bayou", "bayous"}, {"guru", "gurus"},
    {"api", "apis"}, {"uri", "uris"}, {"kpi", "kpis"}, {"poi", "pois"}, {"gui", "guis"}, {"wiki", "wikis"},
    {"emoji", "emojis"}, {"taxi", "taxis"}, {"ski", "skis"}, {"safari", "safaris"}, {"alibi", "alibis"},
    // -ie, -che, -oe
    {"movie", "movies"}, {"cookie", "cookies"}, {"calorie", "calories"}, {"zombie", "zombies"}, {"selfie", "selfies"},
    {"brownie", "brownies"}, {"hoodie", "hoodies"}, {"smoothie", "smoothies"}, {"rookie", "rookies"}, {"newbie", "newbies"},
    {"birdie", "birdies"}, {"genie", "genies"}, {"prairie", "prairies"}, {"cache", "caches"}, {"niche", "niches"},
    {"ache", "aches"}, {"headache", "headaches"}, {"avalanche", "avalanches"}, {"axe", "axes"},
    // -ch pronounced k, and -man that is not man
    {"epoch", "epochs"}, {"stomach", "stomachs"}, {"monarch", "monarchs"}, {"tech", "techs"}, {"human", "humans"},
    {"german", "germans"}, {"roman", "romans"}, {"shaman", "shamans"}, {"talisman", "talismans"},
};

// Nouns with only one form, and words that are not nouns but end column names.
const char *const uncountable_nouns[] = {
    "series", "species", "means", "news", "headquarters", "crossroads", "chassis", "corps", "goods", "thanks", "clothes",
    "earnings", "savings", "premises", "scissors", "trousers", "pants", "jeans", "shorts", "pyjamas", "sheep", "deer", "fish",
    "salmon", "trout", "tuna", "moose", "bison", "swine", "shrimp", "cattle", "police", "personnel", "staff", "offspring",
    "aircraft", "spacecraft", "watercraft", "hovercraft", "information", "info", "metadata", "data", "media", "software",
    "hardware", "firmware", "middleware", "malware", "equipment", "machinery", "furniture", "luggage", "baggage", "jewelry",
    "clothing", "money", "cash", "traffic", "music", "audio", "mail", "feedback", "advice", "knowledge", "research",
    "evidence", "homework", "progress", "weather", "health", "rice", "stuff", "wildlife", "commerce", "expertise", "debris",
    "chaos", "cosmos", "tennis", "diabetes", "analytics", "logistics", "physics", "mathematics", "economics", "politics",
    "ethics", "electronics", "genetics", "athletics", "graphics", "kubernetes", "sms", "mms", "dns", "gps", "cms", "crs",
    "lms", "tls", "https", "aws", "vps", "nfs", "ios", "macos", "pos", "by", "to", "from", "of", "in", "on", "at", "for",
    "with",
};
// clang-format on

// clang-format on

bool longer(const std::string &a, const std::string &b) { return a.size() > b.size(); }

/// The column name in lower case, without separators.
std::string bare(const std::string &name) {
    std::string result = lower(name);
    result.erase(std::remove_if(result.begin(), result.end(), [](char c) { return c == '_' || c == '-' || c == ' '; }),
                 result.end());
    return result;
}

}  // namespace

Words Words::defaults() {
    Words words;
    for (const char *word : audit_words) words.audit.insert(bare(word));
    for (const char *word : ordering_words) words.ordering.insert(bare(word));
    for (const char *word : link_words) words.link.insert(word);
    for (const char *word : tenant_words) words.tenant.insert(word);
    for (const char *suffix : key_suffix_words) words.key_suffixes.emplace_back(suffix);
    std::stable_sort(words.key_suffixes.begin(), words.key_suffixes.end(), longer);
    for (const auto &[singular, plural] : irregular_nouns) {
        words.plural_of.emplace(singular, plural);
        words.singular_of.emplace(plural, singular);
    }
    for (const char *noun : uncountable_nouns) words.uncountable.insert(noun);
    return words;
}

const Words &Words::builtin() {
    static const Words words = defaults();
    return words;
}

void Words::add(const std::string &list, const std::string &word, const std::string &form) {
    recent = {};
    if (list == "audit") {
        audit.insert(bare(word));
    } else if (list == "ordering") {
        ordering.insert(bare(word));
    } else if (list == "link") {
        link.insert(lower(word));
    } else if (list == "tenant") {
        tenant.insert(lower(word));
    } else if (list == "key_suffix") {
        key_suffixes.push_back(word);
        std::stable_sort(key_suffixes.begin(), key_suffixes.end(), longer);
    } else if (list == "plural") {
        if (form.empty()) throw std::invalid_argument("missing plural of \"" + word + "\"");
        plural_of[lower(word)] = lower(form);
        singular_of[lower(form)] = lower(word);
    } else if (list == "uncountable") {
        uncountable.insert(lower(word));
    } else if (list == "schema") {
        schemas.insert(word);
    } else {
        throw std::invalid_argument("invalid word list: \"" + list + "\"");
    }
}

bool Words::is_audit(const std::string &column) const { return audit.count(bare(column)) > 0; }

bool Words::is_ordering(const std::string &column) const {
    return recent.ordering.of(column, [&] { return ordering.count(bare(column)) > 0; });
}

}  // namespace relmeta
