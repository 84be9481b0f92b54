// Candidate names of relationships. CandidateMaker caches facts about tables, so that naming a whole catalog inflects each table
// name once and generates no more candidates than necessary.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// The noun in the name of a foreign-key column: author_id -> author, authorId -> author, billing_address_no -> billing_address.
/// A column name that has no suffix, or is only a suffix, is its own stem. Valid until the next call.
const std::string &stem(const std::string &column, const Words &words);

/// The candidate names of a relationship.
struct Candidates {
    std::vector<std::string> names;  ///< best first; at least one, without duplicates, each at most 63 bytes

    /// The candidate at `place`; past the end, the first one with a number: users_2, users_3, ...
    std::string at(std::size_t place) const;
};

/// The candidates for one derived relationship. `facts` must contain its source, target and holder.
Candidates candidates(const Relationship &relationship, const Facts &facts);
/// Whether the name is one of them, including numbered ones.
bool is_candidate(const std::string &name, const Relationship &relationship, const Facts &facts);

class CandidateMaker {
public:
    explicit CandidateMaker(const Facts &facts) : facts_(facts) {}

    /// All candidates. `relationship` must outlive the maker.
    Candidates make(const Relationship &relationship);
    /// Only the first one.
    std::string first(const Relationship &relationship);
    /// Whether the name is a candidate, including numbered ones.
    bool offers(const Relationship &relationship, const std::string &name);

    /// How specific the relationship's key is. If two relationships compete for a name, the one with the lower rank gets it. A
    /// distinct role (author_id) counts most, then the columns of a composite key. `relationship` must outlive the maker.
    int rank(const Relationship &relationship);

private:
    /// The words of a table's name.
    struct Nouns {
        std::string singular;
        std::string plural;
        std::vector<std::string> words;           ///< lower case; empty until needed
        std::vector<std::string> last_singulars;  ///< singulars of the last word; empty until needed
    };
    /// A foreign key, a declaration or the far end of a bridge; the same for both directions.
    struct Key {
        Origin origin = Origin::foreign_key;
        const Table *holder = nullptr;
        const Table *target = nullptr;  ///< the referenced table
        Nouns *target_nouns = nullptr;
        const ColumnNames *columns = nullptr;  ///< columns of the holder
        const ColumnNames *target_columns = nullptr;
        std::string role;                 ///< the stem of its column; empty if it has no role
        std::string scope;                ///< the stems of the other columns of a composite key
        bool role_names_target = false;   ///< user for user, users or auth_user
        bool role_tells_apart = false;    ///< the role only distinguishes keys: a, person_1, entity0
        bool role_counts_target = false;  ///< the role is the target's name with a number: person_1
        bool alone = true;                ///< no other key of the holder references the same table
    };
    struct Link;
    enum class Form;
    class Forms;

    Nouns &nouns(const Table &table);
    Link link(const Relationship &relationship);
    const Key &key(const Relationship &relationship);
    const Key &key(const Relationship &relationship, TableId target, const ColumnNames &columns,
                   const ColumnNames &target_columns);
    static bool is_alone(const Key &key, const std::string &constraint);
    std::string role_of(const Key &key, std::size_t place) const;
    void set_role(Key &key);
    bool role_names_target(const Key &key);
    bool role_ends_in_target(const Link &link);
    /// The words of a name, in lower case. Valid until the next call.
    const std::vector<std::string> &words_of(const std::string &name);
    Forms forms(const Link &link);
    Forms forward_forms(const Link &link);
    static Forms reverse_forms(const Link &link);
    Forms bridge_forms(const Link &link);
    std::string inflected(const std::string &noun, const Link &link);
    std::string role_name(const Link &link);
    std::string form(Form form, const Link &link);

    const Facts &facts_;
    std::unordered_map<TableId, Nouns> nouns_;
    Key last_;  ///< of the last relationship, because the two directions of a key are usually adjacent
};

}  // namespace relmeta
