// Generates candidate names for a relationship from its table's noun and the role in its foreign-key column, then from columns,
// schemas, constraints and bridges to make the name unique. Joining words follow the style of the words they join:
// posts_as_author, postsAsAuthor, POSTS_AS_AUTHOR, "Posts as author".

#include "core/naming/candidates.hpp"

#include <algorithm>
#include <string_view>

#include "core/naming/inflect.hpp"
#include "core/text/keyword.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return c == '_' || c == '-' || c == ' '; }
char to_small(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char to_upper(char c) { return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c; }

bool equal_but_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return to_small(x) == to_small(y); });
}

/// The position of the suffix `word` in `text`, if any text precedes it; otherwise text.size().
std::size_t ending(std::string_view text, std::string_view word) {
    if (word.empty() || text.size() <= word.size()) return text.size();
    const std::size_t at = text.size() - word.size();
    return equal_but_case(text.substr(at), word) ? at : text.size();
}

/// Whether a word begins at `at`: after a separator, or with a capital that no capital precedes.
bool begins_word(std::string_view text, std::size_t at) {
    return is_separator(text[at - 1]) || (is_upper(text[at]) && !is_upper(text[at - 1]));
}

std::string_view before(std::string_view text, std::size_t end) {
    while (end > 0 && is_separator(text[end - 1])) --end;
    return text.substr(0, end);
}

/// `text` without its last word if that is `word`; otherwise empty.
std::string_view without_last_word(std::string_view text, std::string_view word) {
    const std::size_t at = ending(text, word);
    return at < text.size() && begins_word(text, at) ? before(text, at) : std::string_view();
}

std::string_view letters_of(std::string_view suffix) {
    while (!suffix.empty() && is_separator(suffix.front())) suffix.remove_prefix(1);
    return suffix;
}

/// `text` without the suffix; empty if it lacks the suffix or nothing precedes it. A suffix that is a separate word (_id, Id)
/// matches in every style: author_id, AUTHOR_ID, authorId, authorID.
std::string_view without_suffix(std::string_view text, std::string_view suffix) {
    if (is_separator(suffix.front()) || is_upper(suffix.front())) return without_last_word(text, letters_of(suffix));
    const std::size_t at = ending(text, suffix);
    return at < text.size() ? before(text, at) : std::string_view();
}

bool is_bare_suffix(std::string_view text, const Words &words) {
    return std::any_of(words.key_suffixes.begin(), words.key_suffixes.end(),
                       [&](const std::string &suffix) { return equal_but_case(text, letters_of(suffix)); });
}

/// Strips the key prefix of id_author, fk_author, idAuthor and fkAuthor.
std::string without_key_prefix(const std::string &column) {
    for (std::string_view prefix : {"id", "fk"}) {
        if (column.size() < 4 || !equal_but_case(std::string_view(column).substr(0, 2), prefix)) continue;
        if (is_separator(column[2])) return column.substr(3);
        if (is_small(column[1]) && is_upper(column[2])) {
            return (is_upper(column[0]) ? column[2] : to_small(column[2])) + column.substr(3);
        }
    }
    return column;
}

enum class Style { snake, upper_snake, camel, spaced };

/// How `base` joins its words. If it is a single lower-case word, `second` decides.
Style style_of(std::string_view base, std::string_view second) {
    auto has = [](std::string_view text, auto test) { return std::any_of(text.begin(), text.end(), test); };
    auto is_space = [](char c) { return c == ' '; };
    auto is_underscore = [](char c) { return c == '_'; };
    if (has(base, is_space)) return Style::spaced;
    if (base.size() == 1 && has(second, is_small)) return has(second, is_upper) ? Style::camel : Style::snake;
    if (has(base, is_upper) && !has(base, is_small)) return Style::upper_snake;
    if (has(base, is_underscore)) return Style::snake;
    if (has(base, is_upper)) return Style::camel;
    return has(second, is_upper) && has(second, is_small) && !has(second, is_underscore) && !has(second, is_space) ? Style::camel
                                                                                                                   : Style::snake;
}

void append(std::string &name, std::string_view word, Style style) {
    if (word.empty()) return;
    if (!name.empty() && style != Style::camel) name += style == Style::spaced ? ' ' : '_';
    const std::size_t at = name.size();
    name += word;
    if (style == Style::camel && at > 0) name[at] = to_upper(name[at]);
    if (style == Style::upper_snake)
        std::transform(name.begin() + static_cast<std::ptrdiff_t>(at), name.end(), name.begin() + static_cast<std::ptrdiff_t>(at),
                       to_upper);
}

/// Joins two words with `joiner`, which may be empty.
std::string joined(const std::string &base, std::string_view joiner, const std::string &second) {
    const Style style = style_of(base, second);
    std::string name = base;
    append(name, joiner, style);
    append(name, second, style);
    return name;
}

std::string joined(const ColumnNames &columns) {
    std::string name = columns.front();
    for (std::size_t i = 1; i < columns.size(); ++i) name = joined(name, "and", columns[i]);
    return name;
}

/// The inverse of a parent role in a self-reference: parent -> child, parent_category -> child_category.
std::string child_of(const std::string &role) {
    constexpr std::string_view parent = "parent";
    if (role.size() < parent.size() || !equal_but_case(std::string_view(role).substr(0, parent.size()), parent)) return {};
    const std::string rest = role.substr(parent.size());
    if (!rest.empty() && !begins_word(role, parent.size()) && !is_separator(rest.front())) return {};
    if (!is_upper(role[0])) return "child" + rest;
    return (is_upper(role[1]) ? "CHILD" : "Child") + rest;
}

/// The name without a trailing number and the separator before it.
std::string_view without_number(std::string_view name) {
    std::size_t end = name.size();
    while (end > 0 && is_digit(name[end - 1])) --end;
    return before(name, end);
}

/// Whether the name is one or two ASCII letters, with or without a number: too short for a noun. In other scripts, one character
/// can be a word.
bool is_short(std::string_view name) {
    const std::string_view letters = without_number(name);
    return letters.size() <= 2 && std::all_of(letters.begin(), letters.end(), [](char c) { return is_upper(c) || is_small(c); });
}

/// Whether the columns of the table have these names, in this order.
bool are_called(const Table &table, const ColumnNumbers &columns, const ColumnNames &names) {
    return std::equal(columns.begin(), columns.end(), names.begin(), names.end(),
                      [&](ColumnNumber number, const std::string &name) {
                          const Column *column = table.column(number);
                          return column != nullptr && column->name == name;
                      });
}

/// Appends a number to `first`, truncating it if necessary.
std::string numbered(const std::string &first, std::size_t number) {
    const std::string suffix = '_' + std::to_string(number);
    return cut(first, max_name_bytes - suffix.size()) + suffix;
}

/// Whether the name is `first` with a number.
bool is_numbered(const std::string &name, const std::string &first) {
    const std::size_t digits = name.find_last_not_of("0123456789") + 1;
    if (digits == 0 || digits == name.size() || name[digits - 1] != '_' || name.size() - digits > 9) return false;
    const std::size_t number = std::stoul(name.substr(digits));
    return number >= 2 && name == numbered(first, number);
}

/// The name, cut to the maximum length.
std::string fitting(std::string name) {
    if (name.size() > max_name_bytes) return cut(name);
    return name;
}

std::string stem_of(const std::string &column, const Words &words) {
    const std::string whole = without_key_prefix(column);
    std::string_view rest = whole;
    // A marker such as fk or ref may follow another suffix: author_id_fk.
    for (bool again = true; again;) {
        again = false;
        for (const std::string &suffix : words.key_suffixes) {
            const std::string_view shorter = without_suffix(rest, suffix);
            if (shorter.empty()) continue;
            again = equal_but_case(letters_of(suffix), "fk") || equal_but_case(letters_of(suffix), "ref");
            rest = shorter;
            break;
        }
    }
    return rest.empty() || is_bare_suffix(rest, words) ? column : std::string(rest);
}

}  // namespace

const std::string &stem(const std::string &column, const Words &words) {
    return words.recent.stems.of(column, [&] { return stem_of(column, words); });
}

std::string Candidates::at(std::size_t place) const {
    return place < names.size() ? names[place] : numbered(names.front(), place - names.size() + 2);
}

/// A relationship with the data for its candidates.
struct CandidateMaker::Link {
    const Key &key;
    const Relationship *relationship = nullptr;
    const Table *named = nullptr;  ///< the table at the other end of the relationship
    bool many = false;
    bool self = false;  ///< a self-reference
};

enum class CandidateMaker::Form {
    role,                       // author, users
    noun,                       // user, account_users
    child,                      // children
    role_of_scope,              // author_of_tenant
    role_noun,                  // author_user
    noun_row,                   // user_row
    noun_from_view,             // user_from_users
    noun_as_role,               // posts_as_author
    noun_as_role_of_scope,      // posts_as_author_of_tenant
    noun_by_columns,            // user_by_author_id
    schema_noun,                // blog_posts
    constraint,                 // post_author_id_fkey
    noun_by_constraint,         // posts_by_post_author_id_fkey
    role_via_bridge,            // users_via_account_user
    noun_via_bridge,            // the same with the table's noun
    noun_as_role_via_bridge,    // users_as_user_1_via_friend
    noun_via_bridge_by_columns  // users_via_account_user_by_user_id
};

/// Forms in order of preference.
class CandidateMaker::Forms {
public:
    Forms() = default;
    Forms(std::initializer_list<Form> forms) { append(forms); }

    void append(std::initializer_list<Form> forms) {
        for (const Form form : forms) insert(end(), form);
    }
    void insert(Form *place, Form form) {
        std::copy_backward(place, end(), end() + 1);
        *place = form;
        ++size_;
    }
    Form *begin() { return forms_; }
    Form *end() { return forms_ + size_; }

private:
    Form forms_[12] = {};  // the maximum for any relationship
    std::size_t size_ = 0;
};

CandidateMaker::Nouns &CandidateMaker::nouns(const Table &table) {
    const auto [place, fresh] = nouns_.try_emplace(table.id);
    if (fresh) {
        place->second.singular = singular(table.name, facts_.words);
        place->second.plural = plural(table.name, facts_.words);
    }
    return place->second;
}

CandidateMaker::Link CandidateMaker::link(const Relationship &relationship) {
    Link link{key(relationship)};
    link.relationship = &relationship;
    link.named = relationship.reverse ? link.key.holder : link.key.target;
    link.many = to_many(relationship.kind);
    link.self = relationship.source == relationship.target;
    return link;
}

const CandidateMaker::Key &CandidateMaker::key(const Relationship &relationship) {
    if (relationship.reverse) {
        return key(relationship, relationship.source, relationship.target_columns, relationship.source_columns);
    }
    const bool direct = relationship.bridge == 0;
    return key(relationship, relationship.target, direct ? relationship.source_columns : relationship.bridge_target_columns,
               relationship.target_columns);
}

/// The key over these columns: of the relationship's holder or, if that is a view, of the referencing side.
const CandidateMaker::Key &CandidateMaker::key(const Relationship &relationship, TableId target, const ColumnNames &columns,
                                               const ColumnNames &target_columns) {
    const TableId holder = relationship.origin != Origin::view ? relationship.holder
                           : relationship.reverse              ? relationship.target
                                                               : relationship.source;
    const bool same_holder = last_.holder != nullptr && last_.holder->id == holder;
    if (same_holder && last_.origin == relationship.origin && last_.target->id == target && *last_.columns == columns &&
        *last_.target_columns == target_columns) {
        return last_;
    }
    Key key;
    key.origin = relationship.origin;
    key.holder = same_holder ? last_.holder : &facts_.at(holder);
    key.target = &facts_.at(target);
    key.target_nouns = &nouns(*key.target);
    key.columns = &columns;
    key.target_columns = &target_columns;
    key.alone = relationship.bridge != 0 || is_alone(key, relationship.constraint);
    set_role(key);
    last_ = std::move(key);
    return last_;
}

bool CandidateMaker::is_alone(const Key &key, const std::string &constraint) {
    const auto &keys = key.holder->foreign_keys;
    const auto &declared = key.holder->declared;
    // If a view stands for the referenced table, the foreign key has another target.
    const ForeignKey *own = key.origin == Origin::view ? key.holder->foreign_key(constraint) : nullptr;
    const TableId target = own != nullptr ? own->target : key.target->id;
    auto is_other = [&](const auto &other) {
        return other.target == target && !are_called(*key.holder, other.columns, *key.columns);
    };
    return std::none_of(keys.begin(), keys.end(), is_other) &&
           (key.origin != Origin::declared || std::none_of(declared.begin(), declared.end(), is_other));
}

/// The role comes from the key's column. For a composite key, it comes from the one column whose name differs from the column it
/// references: (tenant_id, author_id) to (tenant_id, id) has role author and scope tenant.
void CandidateMaker::set_role(Key &key) {
    const ColumnNames &columns = *key.columns;
    const ColumnNames &targets = *key.target_columns;
    std::size_t place = 0;
    if (columns.size() != 1) {
        std::size_t differing = 0;
        for (std::size_t i = 0; i < columns.size() && i < targets.size(); ++i) {
            if (columns[i] != targets[i]) {
                place = i;
                ++differing;
            }
        }
        if (differing != 1) return;
    }
    key.role = role_of(key, place);
    key.role_names_target = role_names_target(key);
    // isbn references book(isbn), but names neither the book nor a role.
    if (!key.role_names_target && columns == targets && key.role == columns.front()) key.role.clear();
    if (key.role.empty()) return;
    if (columns.size() != 1) {
        ColumnNames others;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i != place) others.push_back(stem(columns[i], facts_.words));
        }
        key.scope = joined(others);
    }
    if (key.role_names_target) return;
    key.role_tells_apart = is_short(key.role) || is_digit(key.role.back());
    // Treat person1_id and person_id_1 alike.
    const std::string noun(without_number(key.role));
    if (noun.size() < key.role.size() && same_noun(noun, key.target->name, facts_.words)) {
        key.role = joined(noun, "", key.role.substr(key.role.find_last_not_of("0123456789") + 1));
        key.role_counts_target = true;
    }
}

/// The role from the key's column at `place`.
std::string CandidateMaker::role_of(const Key &key, std::size_t place) const {
    const ColumnNames &columns = *key.columns;
    const ColumnNames &targets = *key.target_columns;
    const std::string &column = columns[place];
    std::string result = stem(column, facts_.words);
    if (result != column || place >= targets.size()) return result;
    // A number may follow the key suffix: person_id_1.
    const std::string numbered(without_number(column));
    const std::string noun = stem(numbered, facts_.words);
    if (!noun.empty() && noun != numbered) return noun + column.substr(numbered.size());
    if (is_bare_suffix(column, facts_.words)) return {};
    // If keys have names like userid or deptno, columns that reference them have similar names: ownerid, deptno.
    const std::string &target = targets[place];
    for (const std::string &suffix : facts_.words.key_suffixes) {
        const std::string_view letters = letters_of(suffix);
        const std::size_t at = ending(column, letters);
        const std::size_t target_at = ending(target, letters);
        if (at < column.size() && at >= 2 && target_at < target.size() &&
            ((letters == "id" && target_at >= 3) || same_noun(target.substr(0, target_at), key.target->name, facts_.words))) {
            return std::string(before(column, at));
        }
    }
    // country_iso2 refers to country(iso2).
    const std::string_view shorter = without_last_word(column, target);
    return shorter.empty() ? result : std::string(shorter);
}

/// Whether the role is the target's name, singular or plural, or its last words: user for auth_user.
bool CandidateMaker::role_names_target(const Key &key) {
    if (key.role.empty()) return false;
    Nouns &target = *key.target_nouns;
    if (key.role == target.singular) return true;
    const std::vector<std::string> &role = words_of(key.role);
    if (target.words.empty()) target.words = split_words(key.target->name);
    if (role.empty() || target.words.empty()) return false;
    if (target.last_singulars.empty()) target.last_singulars = possible_singulars(target.words.back(), facts_.words);
    const auto may_be = [&](const std::string &one, const std::string &other) {
        // Only irregular nouns change their first letter in the plural.
        return one.front() == other.front() || facts_.words.singular_of.count(one) + facts_.words.singular_of.count(other) > 0;
    };
    if (role.size() <= target.words.size() && may_be(role.back(), target.words.back()) &&
        std::equal(role.begin(), role.end() - 1, target.words.end() - static_cast<std::ptrdiff_t>(role.size()))) {
        const std::vector<std::string> last = possible_singulars(role.back(), facts_.words);
        const auto &singulars = target.last_singulars;
        if (std::find_first_of(last.begin(), last.end(), singulars.begin(), singulars.end()) != last.end()) return true;
    }
    // mediatype for media_type: the same letters, split differently.
    return role.size() != target.words.size() && may_be(role.front(), target.words.front()) &&
           same_noun(key.role, key.target->name, facts_.words);
}

/// Whether the role and the target's name end in the same noun: end_node and node.
bool CandidateMaker::role_ends_in_target(const Link &link) {
    const auto last = [&](const std::string &name) {
        const std::vector<std::string> &words = words_of(name);
        return words.empty() ? std::string() : words.back();
    };
    const std::string role = last(link.key.role);
    const std::string target = last(link.key.target_nouns->singular);
    return !role.empty() && !target.empty() && same_noun(role, target, facts_.words);
}

const std::vector<std::string> &CandidateMaker::words_of(const std::string &name) {
    return facts_.words.recent.split.of(name, [&] { return split_words(name); });
}

CandidateMaker::Forms CandidateMaker::forward_forms(const Link &link) {
    if (link.key.role.empty()) return {Form::noun, Form::noun_by_columns, Form::constraint};
    // Under a condition, a column may refer to several tables: imageable_id to a product or an employee.
    if (!link.relationship->condition.empty()) return {Form::noun, Form::role, Form::role_noun, Form::noun_by_columns};
    if (link.key.role_names_target)
        return {Form::role, Form::role_of_scope, Form::noun, Form::noun_row, Form::noun_by_columns, Form::constraint};
    // The noun alone does not identify one of several keys.
    const bool only = link.key.alone && !link.self;
    if (is_short(link.key.role)) {
        if (only) return {Form::noun, Form::role_noun, Form::noun_by_columns, Form::constraint};
        return {Form::role_noun, Form::noun, Form::noun_by_columns, Form::constraint};
    }
    if (only && !role_name(link).empty())
        return {Form::role, Form::role_of_scope, Form::noun, Form::role_noun, Form::noun_by_columns, Form::constraint};
    return {Form::role, Form::role_of_scope, Form::role_noun, Form::noun, Form::noun_by_columns, Form::constraint};
}

CandidateMaker::Forms CandidateMaker::reverse_forms(const Link &link) {
    Forms forms;
    if (link.self && !child_of(link.key.role).empty()) forms.append({Form::child});
    // If the holder is not in the target's schema, its schema is the best way to qualify its name. But a view can have other
    // columns that refer to the target, so for views a distinct role is better.
    const bool has_role = link.key.origin == Origin::view && !link.key.role.empty() && !link.key.role_names_target;
    const bool foreign = link.key.alone && link.key.holder->schema != link.key.target->schema && !has_role;
    const bool role_is_needed = !link.key.alone || link.self || link.key.role_counts_target;
    if (link.key.role.empty() || link.key.role_names_target || !role_is_needed) {
        forms.append({Form::noun});
        if (foreign) forms.append({Form::schema_noun});
        if (!link.key.role.empty()) forms.append({Form::noun_as_role, Form::noun_as_role_of_scope});
    } else {
        forms.append({Form::noun_as_role, Form::noun_as_role_of_scope, Form::noun});
    }
    forms.append({Form::noun_by_columns, Form::schema_noun, Form::noun_by_constraint});
    return forms;
}

CandidateMaker::Forms CandidateMaker::bridge_forms(const Link &link) {
    // A role that only distinguishes keys matters in self-references; there a keyword such as from is used the same way.
    if (link.self && !link.key.role.empty() && (link.key.role_tells_apart || role_name(link).empty())) {
        return {Form::noun_as_role, Form::noun_as_role_via_bridge, Form::noun_via_bridge_by_columns};
    }
    if (link.key.role_tells_apart || link.key.role.empty() || !link.relationship->condition.empty())
        return {Form::noun, Form::noun_via_bridge, Form::noun_via_bridge_by_columns};
    return {Form::role, Form::role_via_bridge, Form::noun_via_bridge, Form::noun_via_bridge_by_columns};
}

std::string CandidateMaker::inflected(const std::string &noun, const Link &link) {
    const Nouns &target = *link.key.target_nouns;
    if (noun == target.singular) return link.many ? target.plural : target.singular;
    return link.many ? plural(noun, facts_.words) : singular(noun, facts_.words);
}

/// The role as a whole name; empty if that is a keyword and not the table's name.
std::string CandidateMaker::role_name(const Link &link) {
    // users_id means one user, but terms_id may reference a contract.
    std::string name = link.many || link.key.role_names_target ? inflected(link.key.role, link) : link.key.role;
    return is_keyword(name) && !link.key.role_names_target ? std::string() : name;
}

std::string CandidateMaker::form(Form form, const Link &link) {
    const Relationship &relationship = *link.relationship;
    if (form == Form::role) return role_name(link);
    const Nouns &named = link.named == link.key.target ? *link.key.target_nouns : nouns(*link.named);
    const std::string &noun = link.many ? named.plural : named.singular;
    switch (form) {
        case Form::role: break;
        case Form::role_of_scope:
            if (link.key.scope.empty()) return {};
            return joined(link.key.role_names_target ? role_name(link) : link.key.role, "of", link.key.scope);
        case Form::noun: return noun;
        case Form::child: return inflected(child_of(link.key.role), link);
        case Form::role_noun: return joined(link.key.role, "", role_ends_in_target(link) ? "row" : noun);
        case Form::noun_from_view: return joined(noun, "from", link.named->name);
        case Form::noun_row: return joined(noun, link.many ? "rows" : "row", "");
        case Form::noun_as_role: return joined(noun, "as", link.key.role);
        case Form::noun_as_role_of_scope:
            return link.key.scope.empty() ? std::string() : joined(joined(noun, "as", link.key.role), "of", link.key.scope);
        case Form::noun_by_columns: return joined(noun, "by", joined(*link.key.columns));
        case Form::schema_noun: return joined(link.named->schema, "", noun);
        case Form::constraint: return relationship.constraint;
        case Form::noun_by_constraint:
            return relationship.constraint.empty() ? std::string() : joined(noun, "by", relationship.constraint);
        case Form::role_via_bridge: return joined(inflected(link.key.role, link), "via", link.key.holder->name);
        case Form::noun_via_bridge: return joined(noun, "via", link.key.holder->name);
        case Form::noun_as_role_via_bridge: return joined(joined(noun, "as", link.key.role), "via", link.key.holder->name);
        case Form::noun_via_bridge_by_columns:
            return joined(joined(noun, "via", link.key.holder->name), "by", joined(*link.key.columns));
    }
    return noun;
}

int CandidateMaker::rank(const Relationship &relationship) {
    const auto rank_of = [](const Key &key) {
        const bool has_role = !key.role.empty() && !key.role_names_target && !is_short(key.role);
        return 2 * has_role + !key.scope.empty();
    };
    const int rank = rank_of(key(relationship));
    if (relationship.origin == Origin::view) {
        // After all keys of tables; within a schema, those with a table on one side before those between two views.
        const Table &source = facts_.at(relationship.source);
        const Table &target = facts_.at(relationship.target);
        return (source.schema != target.schema ? 12 : source.is_view() && target.is_view() ? 8 : 4) + rank;
    }
    if (relationship.bridge == 0) return rank;
    return std::max(
        rank, rank_of(key(relationship, relationship.source, relationship.bridge_source_columns, relationship.source_columns)));
}

CandidateMaker::Forms CandidateMaker::forms(const Link &link) {
    const Relationship &relationship = *link.relationship;
    if (relationship.bridge != 0) return bridge_forms(link);
    if (relationship.reverse) return reverse_forms(link);
    Forms forms = forward_forms(link);
    if (relationship.origin == Origin::view) {
        // A view often has the name of its table, or of a table in another schema.
        std::replace(forms.begin(), forms.end(), Form::noun_row, Form::noun_from_view);
        forms.insert(std::find(forms.begin(), forms.end(), Form::noun_by_columns), Form::noun_from_view);
        if (link.key.holder->schema != link.key.target->schema) forms.insert(forms.begin() + 1, Form::schema_noun);
    }
    return forms;
}

Candidates CandidateMaker::make(const Relationship &relationship) {
    const Link link = this->link(relationship);
    Candidates result;
    for (const Form form : forms(link)) {
        std::string name = fitting(this->form(form, link));
        if (!name.empty() && std::find(result.names.begin(), result.names.end(), name) == result.names.end()) {
            result.names.push_back(std::move(name));
        }
    }
    return result;
}

std::string CandidateMaker::first(const Relationship &relationship) {
    const Link link = this->link(relationship);
    for (const Form form : forms(link)) {
        std::string name = this->form(form, link);
        if (!name.empty()) return fitting(std::move(name));
    }
    return {};
}

bool CandidateMaker::offers(const Relationship &relationship, const std::string &name) {
    const Link link = this->link(relationship);
    std::string first;
    for (const Form form : forms(link)) {
        std::string candidate = fitting(this->form(form, link));
        if (candidate == name && !candidate.empty()) return true;
        if (first.empty()) first = std::move(candidate);
    }
    return is_numbered(name, first);
}

Candidates candidates(const Relationship &relationship, const Facts &facts) { return CandidateMaker(facts).make(relationship); }

bool is_candidate(const std::string &name, const Relationship &relationship, const Facts &facts) {
    return CandidateMaker(facts).offers(relationship, name);
}

}  // namespace relmeta
