// English singular and plural of identifiers: good enough for names people would have chosen, in snake_case and camelCase. Only
// the last word of an identifier is inflected, and its capitals are kept.
#pragma once

#include <string>
#include <vector>

#include "core/model/words.hpp"

namespace relmeta {

/// The plural to display: user -> users, category -> categories, scheduled_post -> scheduled_posts, newsItem -> newsItems.
/// A word that is a plural already, or has none, stays as it is.
std::string plural(const std::string &identifier, const Words &words);
/// The singular to display: users -> user, categories -> category, status -> status.
std::string singular(const std::string &identifier, const Words &words);
/// True where both may be the same noun in any number: "users" and "user", "analyses" and "analysis". Case and separators
/// (snake_case, camelCase) do not count.
bool same_noun(const std::string &a, const std::string &b, const Words &words);
/// Every word in lower case that `word`, in lower case, may be a form of, itself included: the benefit of the doubt that
/// comparing may give and displaying not.
std::vector<std::string> possible_singulars(const std::string &word, const Words &words);
/// The words of an identifier, lower-cased: "accountUser" and "account_user" give {account, user}; "HTTPServer2" gives
/// {http, server2}.
std::vector<std::string> split_words(const std::string &identifier);
/// The same, each word in the singular.
std::vector<std::string> singular_words(const std::string &identifier, const Words &words);

}  // namespace relmeta
