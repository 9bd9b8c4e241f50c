exit
touch -r configure.ac configure
touch -d '2021-01-01' README
