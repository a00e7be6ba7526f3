"""The house's way of keeping passwords, at the lowest price: tests set hundreds, and guess none of them."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
