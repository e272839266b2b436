"""Public records (JSON Lines) → a content root that the generator can build.

    records ─► named releases ─► affected ranges ─► releases with dates ─► taxonomy.yaml
       └─────► prose, titles, sections ──────────────────────────────────► faq/, anomalies_db/
    every conversion ────────────────────────────────────────────────────► conversion.log

Nothing here is part of the product: it feeds benchmarks and trials with real text. Each source has one
module (`debian`, `adobe`, `rustsec`, `faqs`) for its version scheme and for what its version strings mean.
"""
