// Makes the candidates of relationships one after the other and remembers what it learns about tables, so that naming a whole
// catalog inflects each table's name once and makes no more candidates than it needs.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// The noun a single foreign-key column names: author_id -> author, authorId -> author, billing_address_no ->
/// billing_address. A column that is nothing but a suffix, or has none, is its own stem.
std::string stem(const std::string &column, const Words &words);

/// What a relationship may be called.
struct Candidates {
    std::vector<std::string> names;  ///< best first, at least one, each at most 63 bytes, none twice

    /// The candidate of that place; past the end, the first one with a number: users_2, users_3, ...
    std::string at(std::size_t place) const;
    /// True for a candidate, numbered ones included.
    bool contains(const std::string &name) const;
};

/// The candidates of one derived relationship. `facts` must hold its source, target and holder.
Candidates candidates(const Relationship &relationship, const Facts &facts);

class CandidateMaker {
public:
    explicit CandidateMaker(const Facts &facts) : facts_(facts) {}

    /// The first `count` candidates, or as many as there are. `relationship` outlives the maker.
    Candidates make(const Relationship &relationship, std::size_t count);

    /// How much there is to call it by beside its tables' names: of two that want one name, the one with less has it. A role of
    /// its own counts most (author_id), then the columns of a composite key. `relationship` outlives the maker.
    int rank(const Relationship &relationship);

private:
    /// What a table's name says.
    struct Nouns {
        std::string singular;
        std::string plural;
        std::vector<std::string> words;           ///< in lower case; empty until asked for
        std::vector<std::string> last_singulars;  ///< of the last of them; the same
    };
    /// What a foreign key, a declaration or the far end of a bridge says; the same for both directions.
    struct Key {
        Origin origin = Origin::foreign_key;
        const Table *holder = nullptr;
        const Table *target = nullptr;         ///< the table it refers to
        const ColumnNames *columns = nullptr;  ///< of the holder
        const ColumnNames *target_columns = nullptr;
        std::string role;                 ///< the stem of its column; empty: it says nothing
        std::string scope;                ///< the stems of its other columns, where the role is that of one
        bool role_names_target = false;   ///< user of user, users or auth_user
        bool role_tells_apart = false;    ///< it says which of several, and not what: a, person_1, entity0
        bool role_counts_target = false;  ///< it is the target's own name with a number: person_1
        bool alone = true;                ///< no other key of the holder refers to the same table
    };
    struct Link;
    enum class Form;

    Nouns &nouns(const Table &table);
    Link link(const Relationship &relationship);
    const Key &key(const Relationship &relationship);
    const Key &key(const Relationship &relationship, TableId target, const ColumnNames &columns,
                   const ColumnNames &target_columns);
    static bool is_alone(const Key &key);
    std::string role_of(const Key &key, std::size_t place) const;
    void set_role(Key &key);
    bool role_names_target(const Key &key);
    bool role_ends_in_target(const Link &link);
    std::vector<Form> forward_forms(const Link &link);
    static std::vector<Form> reverse_forms(const Link &link);
    std::vector<Form> bridge_forms(const Link &link);
    std::string inflected(const std::string &noun, const Link &link);
    std::string role_name(const Link &link);
    std::string form(Form form, const Link &link);

    const Facts &facts_;
    std::unordered_map<TableId, Nouns> nouns_;
    Key last_;  ///< of the last relationship: the two directions of a key mostly come one after the other
};

}  // namespace relmeta
