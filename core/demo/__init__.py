"""The demonstration: one month of business in every entity, played from files a person can open and edit."""
