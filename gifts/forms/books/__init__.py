"""What finance types: explanations, ticks on the bank statement, spendings, accounts, closings."""
