// The words that rules use, and adding to them.
#include "core/model/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "core/naming/candidates.hpp"
#include "core/naming/inflect.hpp"

namespace relmeta {
namespace {

TEST(Words, KnowAuditColumnsInAnySpelling) {
    const Words &words = Words::builtin();
    for (const char *column :
         {"created_at", "createdAt", "CreatedAt", "CREATED_BY", "write_uid", "lastModifiedDate", "deleted_at"}) {
        EXPECT_TRUE(words.is_audit(column)) << column;
    }
    for (const char *column : {"user_id", "creation_cost", "created_by_tool", "date", ""}) {
        EXPECT_FALSE(words.is_audit(column)) << column;
    }
}

TEST(Words, KnowOrderingColumnsInAnySpelling) {
    const Words &words = Words::builtin();
    EXPECT_TRUE(words.is_ordering("position"));
    EXPECT_TRUE(words.is_ordering("sortOrder"));
    EXPECT_FALSE(words.is_ordering("order_id"));
}

TEST(Words, GrowByWhatTheUserAdds) {
    Words words = Words::defaults();
    words.add("audit", "erfasst_am");
    words.add("ordering", "Reihenfolge");
    words.add("link", "Zuordnung");
    words.add("tenant", "Mandant");
    words.add("plural", "Konto", "Konten");
    words.add("uncountable", "Inventar");
    words.add("schema", "Verlauf");
    EXPECT_TRUE(words.is_audit("erfasstAm"));
    EXPECT_TRUE(words.is_ordering("reihenfolge"));
    EXPECT_EQ(words.link.count("zuordnung"), 1u);
    EXPECT_EQ(words.tenant.count("mandant"), 1u);
    EXPECT_EQ(words.plural_of.at("konto"), "konten");
    EXPECT_EQ(words.singular_of.at("konten"), "konto");
    EXPECT_EQ(words.uncountable.count("inventar"), 1u);
    EXPECT_EQ(words.schemas.count("Verlauf"), 1u) << "the name of a schema is what it is";
    EXPECT_EQ(words.schemas.count("verlauf"), 0u);
    EXPECT_FALSE(Words::builtin().is_audit("erfasst_am")) << "the built-in words stay as they are";
}

TEST(Words, KeepTheLongestKeySuffixFirst) {
    Words words = Words::defaults();
    words.add("key_suffix", "_number");
    EXPECT_EQ(words.key_suffixes.front(), "_number");
    EXPECT_TRUE(std::is_sorted(words.key_suffixes.begin(), words.key_suffixes.end(),
                               [](const std::string &a, const std::string &b) { return a.size() > b.size(); }));
}

TEST(Words, ChangeWhatWasFoundBefore) {
    Words words = Words::defaults();
    EXPECT_FALSE(words.is_audit("erfasst_am"));
    EXPECT_EQ(stem("autor_nr", words), "autor_nr");
    EXPECT_EQ(singular_words("bank_konten", words), (std::vector<std::string>{"bank", "konten"}));
    words.add("audit", "erfasst_am");
    words.add("key_suffix", "_nr");
    words.add("plural", "konto", "konten");
    EXPECT_TRUE(words.is_audit("erfasst_am"));
    EXPECT_EQ(stem("autor_nr", words), "autor");
    EXPECT_EQ(singular_words("bank_konten", words), (std::vector<std::string>{"bank", "konto"}));
}

TEST(Words, RefuseAListThatIsNone) {
    Words words = Words::defaults();
    EXPECT_THROW(words.add("colour", "red"), std::invalid_argument);
    EXPECT_THROW(words.add("plural", "person"), std::invalid_argument);
}

}  // namespace
}  // namespace relmeta
