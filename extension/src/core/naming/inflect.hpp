// English singular and plural of identifiers in snake_case and camelCase. Only the last word of an identifier is inflected; its
// capitalization is kept.
#pragma once

#include <string>
#include <vector>

#include "core/model/words.hpp"

namespace relmeta {

/// The plural for display: user -> users, category -> categories, scheduled_post -> scheduled_posts, newsItem -> newsItems. A
/// plural or an uncountable noun is returned unchanged.
std::string plural(const std::string &identifier, const Words &words);
/// The singular for display: users -> user, categories -> category, status -> status.
std::string singular(const std::string &identifier, const Words &words);
/// Whether both may be forms of the same noun: "users" and "user", "analyses" and "analysis". Ignores case and separators
/// (snake_case, camelCase).
bool same_noun(const std::string &a, const std::string &b, const Words &words);
/// All words that `word` may be a form of, including `word` itself, in lower case. This is more lenient than singular(): it is
/// meant for comparisons, not for display.
std::vector<std::string> possible_singulars(const std::string &word, const Words &words);
/// Splits an identifier into lower-case words: "accountUser" and "account_user" become {account, user}, and "HTTPServer2" becomes
/// {http, server2}.
std::vector<std::string> split_words(const std::string &identifier);
/// The same, with each word in the singular. Valid until the next call.
const std::vector<std::string> &singular_words(const std::string &identifier, const Words &words);

}  // namespace relmeta
