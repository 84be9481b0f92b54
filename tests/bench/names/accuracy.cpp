// Prints how often plural() and singular() are right on files of "singular<tab>plural" lines. Each pair is four checks: both
// conversions, and that each form is unchanged when converted to itself.

#include <fstream>
#include <iostream>
#include <string>

#include "core/naming/inflect.hpp"

namespace {

class Score {
public:
    Score(const char *title, bool verbose) : title_(title), verbose_(verbose) {}

    void count(const std::string &word, const std::string &got, const std::string &expected) {
        ++asked_;
        if (got == expected) {
            ++right_;
        } else if (verbose_) {
            std::cout << "  " << title_ << " of " << word << ": " << got << ", expected " << expected << '\n';
        }
    }

    void print() const {
        std::cout << "  " << title_ << ": " << right_ << " of " << asked_ << " (" << (asked_ > 0 ? 100.0 * right_ / asked_ : 0.0)
                  << " %)\n";
    }

private:
    const char *title_;
    bool verbose_;
    int asked_ = 0;
    int right_ = 0;
};

bool measure(const std::string &path, bool verbose) {
    std::ifstream file(path);
    if (!file) {
        std::cerr << "accuracy: cannot read \"" << path << "\"\n";
        return false;
    }
    const relmeta::Words &words = relmeta::Words::builtin();
    Score plural("plural", verbose);
    Score singular("singular", verbose);
    Score kept_plural("plural of a plural", verbose);
    Score kept_singular("singular of a singular", verbose);
    std::cout << path << '\n';
    for (std::string line; std::getline(file, line);) {
        const std::size_t tab = line.find('\t');
        if (line.empty() || line[0] == '#' || tab == std::string::npos) continue;
        const std::string one = line.substr(0, tab);
        const std::string many = line.substr(tab + 1);
        plural.count(one, relmeta::plural(one, words), many);
        singular.count(many, relmeta::singular(many, words), one);
        kept_plural.count(many, relmeta::plural(many, words), many);
        kept_singular.count(one, relmeta::singular(one, words), one);
    }
    for (const Score *score : {&plural, &singular, &kept_plural, &kept_singular}) score->print();
    return true;
}

}  // namespace

int main(int argc, char **argv) {
    bool verbose = false;
    bool read = true;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "-v") {
            verbose = true;
        } else {
            read = measure(argument, verbose) && read;
        }
    }
    return read ? 0 : 1;
}
