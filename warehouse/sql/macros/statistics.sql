-- Exact one-sided tests on counts, by logarithms of the gamma function: no factorial overflows.

CREATE OR REPLACE MACRO x_log_choose(n, k) AS lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);

-- P(X >= hits) where X is binomial(cases, share): may a smooth density have put so many into one of two bands?
CREATE OR REPLACE MACRO x_binomial_tail(hits, cases, share) AS
    CASE
        WHEN hits <= 0 OR share >= 1 THEN 1.0
        ELSE least(1.0, list_sum(list_transform(
            range(hits, cases + 1),
            lambda k: exp(x_log_choose(cases, k) + k * ln(share) + (cases - k) * ln(1 - share))
        )))
    END;

-- Fisher's exact test: P(X >= hits) where all_hits hits fall at random on all_cases cases, of which cases are
-- one's own. Both shares are unknown, and few peers weigh little.
CREATE OR REPLACE MACRO x_fisher_tail(hits, cases, all_hits, all_cases) AS
    CASE
        WHEN hits <= 0 THEN 1.0
        ELSE least(1.0, list_sum(list_transform(
            range(hits, least(cases, all_hits) + 1),
            lambda k: exp(
                x_log_choose(all_hits, k) + x_log_choose(all_cases - all_hits, cases - k) - x_log_choose(all_cases, cases)
            )
        )))
    END;
