// Makes the candidates of relationships one after the other and remembers what it learns about tables, so that naming a whole
// catalog inflects each table's name once and makes no more candidates than it needs.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "naming.hpp"

namespace relmeta {

class CandidateMaker {
public:
    explicit CandidateMaker(const Facts &facts) : facts_(facts) {}

    /// The first `count` candidates, or as many as there are.
    Candidates make(const Relationship &relationship, std::size_t count);

private:
    /// What a table's name says.
    struct Nouns {
        std::string singular;
        std::string plural;
        std::vector<std::string> words;           ///< in lower case; empty until asked for
        std::vector<std::string> last_singulars;  ///< of the last of them; the same
    };
    struct Link;
    enum class Form;

    Nouns &nouns(const Table &table);
    Link link(const Relationship &relationship);
    static bool is_alone(const Link &link);
    std::string role(const Link &link) const;
    bool role_names_target(const Link &link);
    static std::vector<Form> forward_forms(const Link &link);
    static std::vector<Form> reverse_forms(const Link &link);
    static std::vector<Form> bridge_forms(const Link &link);
    std::string inflected(const std::string &noun, const Link &link);
    std::string form(Form form, const Link &link);

    const Facts &facts_;
    std::unordered_map<TableId, Nouns> nouns_;
};

}  // namespace relmeta
